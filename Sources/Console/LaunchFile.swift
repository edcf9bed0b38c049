import Foundation

/// A file of mode 0600 that sends the browser which opens it to the console, so that the token stands in no argument
/// list, where every user of the computer could read it.
package struct LaunchFile: Sendable {
    /// Where the file is.
    package let path: String

    /// `file:///…`, for the browser's argument list.
    package var url: String { URL(filePath: path).absoluteString }

    /// Writes the file into a folder that only this user can enter: `$XDG_RUNTIME_DIR`, or the node's state folder.
    ///
    /// The folder is made with mode 0700 when it is not there.
    /// - Throws: `ConsoleError.launchFileUnwritable`.
    package init(for address: ConsoleAddress, in directory: String) throws(ConsoleError) {
        path = "\(directory)/nearhand-\(address.port)-\(Secret.make().serialized.prefix(8)).html"
        if mkdir(directory, 0o700) != 0, errno != EEXIST { throw .launchFileUnwritable(errorNumber: errno) }
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .launchFileUnwritable(errorNumber: errno) }
        defer { close(descriptor) }
        let bytes = Array(Self.page(for: address).utf8)
        guard write(descriptor, bytes, bytes.count) == bytes.count else {
            let errorNumber = errno
            unlink(path)
            throw .launchFileUnwritable(errorNumber: errorNumber)
        }
    }

    /// Removes the file; once the token was used it is worth nothing, but there is no reason to keep it.
    package func remove() {
        unlink(path)
    }

    /// The address holds only base64url characters besides its fixed part, so nothing in it needs escaping.
    private static func page(for address: ConsoleAddress) -> String {
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="referrer" content="no-referrer">
        <meta http-equiv="refresh" content="0; url=\(address.url)">
        <title>Nearhand</title>
        </head>
        <body><p><a href="\(address.url)">Nearhand</a></p></body>
        </html>

        """
    }
}
