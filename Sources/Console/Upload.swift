import Crypto
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import Wire

/// Streams one uploaded file to disk, hashing it on the way; no piece waits in memory.
enum Upload {
    /// Why an upload did not become a file. Nothing of it is left on the disk.
    enum Failure: Error, Equatable, Sendable {
        /// It has more bytes than the console takes.
        case tooLarge
        /// No room, or the user's quota is used up.
        case diskFull
        /// The system's error number.
        case writeFailed(errorNumber: Int32)
        /// The browser stopped sending.
        case interrupted
        /// The key that it was begun with has ended.
        case keyRefused

        /// What the page finds the text for.
        var code: String {
            switch self {
            case .tooLarge: "tooLarge"
            case .diskFull: "diskFull"
            case .writeFailed: "writeFailed"
            case .interrupted: "interrupted"
            case .keyRefused: "keyRefused"
            }
        }

        /// What the page is answered.
        var status: HTTPResponseStatus {
            switch self {
            case .tooLarge: .payloadTooLarge
            case .diskFull: .insufficientStorage
            case .writeFailed: .internalServerError
            case .interrupted: .badRequest
            case .keyRefused: .unauthorized
            }
        }

        /// - Parameter errorNumber: of the call that failed.
        init(errorNumber: Int32) {
            self = errorNumber == ENOSPC || errorNumber == EDQUOT ? .diskFull : .writeFailed(errorNumber: errorNumber)
        }
    }

    /// Receives a body into a new file of mode 0600 in `directory`.
    /// - Parameter isAllowed: asked before each piece is taken, and once more for the whole.
    /// - Throws: `Failure`; the file is removed again.
    static func receive(
        _ body: inout RequestBody, name: String, directory: String, maximumByteCount: Int, isAllowed: () async -> Bool
    ) async throws(Failure) -> UploadedFile {
        let path = "\(directory)/upload-\(Secret.make().serialized)"
        let writer = try await FileWriter(path: path)
        do throws(Failure) {
            while let piece = try await nextPiece(of: &body) {
                guard await isAllowed() else { throw .keyRefused }
                guard writer.byteCount + piece.readableBytes <= maximumByteCount else { throw .tooLarge }
                try await writer.append(piece)
            }
            guard await isAllowed() else { throw .keyRefused }
            return UploadedFile(path: path, name: name, size: writer.byteCount, sha256: await writer.finish())
        } catch {
            await writer.abandon()
            throw error
        }
    }

    private static func nextPiece(of body: inout RequestBody) async throws(Failure) -> ByteBuffer? {
        do {
            return try await body.next()
        } catch {
            throw .interrupted
        }
    }
}

extension Upload {
    /// One open file and the hash so far. Blocking calls run on NIO's thread pool, one at a time.
    fileprivate final class FileWriter {
        private let path: String
        private let descriptor: CInt
        private var hash = SHA256()
        private(set) var byteCount = 0

        /// - Throws: `Failure` when the file cannot be made.
        init(path: String) async throws(Failure) {
            self.path = path
            let result = await Self.offLoop { Result { () throws(Failure) in try Self.open(path) } }
            descriptor = try result.get()
        }

        /// Appends a piece.
        func append(_ piece: ByteBuffer) async throws(Failure) {
            let descriptor = descriptor
            let hash = hash
            let result = await Self.offLoop {
                Result { () throws(Failure) in
                    var hash = hash
                    try piece.withUnsafeReadableBytes { (bytes: UnsafeRawBufferPointer) throws(Failure) in
                        hash.update(bufferPointer: bytes)
                        try Self.writeAll(bytes, to: descriptor)
                    }
                    return hash
                }
            }
            self.hash = try result.get()
            byteCount += piece.readableBytes
        }

        /// Closes the file and gives its SHA-256 in hexadecimal digits.
        func finish() async -> String {
            close(descriptor)
            return Array(hash.finalize()).hexadecimal
        }

        /// Closes and removes the file.
        func abandon() async {
            close(descriptor)
            unlink(path)
        }

        private static func offLoop<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
            do {
                return try await NIOThreadPool.singleton.runIfActive(work)
            } catch {
                // The singleton pool is never shut down.
                preconditionFailure("NIO's singleton thread pool runs as long as the process")
            }
        }

        private static func open(_ path: String) throws(Failure) -> CInt {
            let descriptor = Foundation.open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else { throw Failure(errorNumber: errno) }
            return descriptor
        }

        private static func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: CInt) throws(Failure) {
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                if count >= 0 {
                    rest = rest.dropFirst(count)
                } else if errno != EINTR {
                    throw Failure(errorNumber: errno)
                }
            }
        }
    }
}
