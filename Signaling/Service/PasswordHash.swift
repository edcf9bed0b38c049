import CArgon2
import NIOPosix

/// Argon2id with 19 MiB and two passes, as encoded text that carries its own parameters (RFC 9106).
/// Source: <https://www.rfc-editor.org/rfc/rfc9106>
///
/// One hash costs some tens of milliseconds; it runs on the thread pool, never on an event loop.
enum PasswordHash {
    private static let memoryKibibytes: UInt32 = 19_456
    private static let passes: UInt32 = 2
    private static let lanes: UInt32 = 1
    private static let saltCount = 16
    private static let hashCount = 32

    /// libargon2 refused, which only a lack of memory explains.
    struct Failure: Error {
        /// libargon2's, negative.
        let code: Int32
    }

    /// Hashes under a new salt of 16 random bytes.
    ///
    /// - Throws: `Failure`.
    static func make(of password: String) async throws -> String {
        try await NIOThreadPool.singleton.runIfActive {
            let salt = Secrets.randomBytes(saltCount)
            let bytes = Array(password.utf8)
            let length = argon2_encodedlen(
                passes, memoryKibibytes, lanes, UInt32(saltCount), UInt32(hashCount), Argon2_id)
            var encoded = [CChar](repeating: 0, count: length)
            let code = argon2id_hash_encoded(
                passes, memoryKibibytes, lanes, bytes, bytes.count, salt, salt.count, hashCount, &encoded,
                encoded.count)
            guard code == ARGON2_OK.rawValue else { throw Failure(code: code) }
            return String(decoding: encoded.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        }
    }

    /// Compares in constant time; a text that is not an encoded hash matches nothing.
    static func matches(_ password: String, _ encoded: String) async throws -> Bool {
        try await NIOThreadPool.singleton.runIfActive {
            let bytes = Array(password.utf8)
            return argon2id_verify(encoded, bytes, bytes.count) == ARGON2_OK.rawValue
        }
    }
}
