package import SessionDomain

/// What a page did. The node decides what follows.
package enum ConsoleEvent: Equatable, Sendable {
    /// Only in the host's console. `needKeyFrame`, here and in a panel, also comes from the console itself, when a page
    /// fell behind.
    case hostCommand(HostCommand)
    /// Only in the customer's panel.
    case customerCommand(CustomerCommand)
    /// The page encoded a picture of its own: the camera, or what the person picked in the browser's picker.
    case pageFrame(PageFrame)
    case uploaded(UploadedFile)
    /// A page presented its key; one that was open before is closed.
    case pageOpened
    /// No page is open any more.
    case pageClosed
    /// Somebody presented a token that was used before: token and key have ended, the page is closed.
    case tokenReused
}

/// A file that a page uploaded, whole, in the upload folder.
package struct UploadedFile: Equatable, Sendable {
    /// The file, mode 0600; its name tells nothing.
    package let path: String
    /// The name in the person's own folder, as one safe path component.
    package let name: String
    /// Bytes.
    package let size: Int
    /// SHA-256, 64 lower-case hexadecimal digits.
    package let sha256: String
}
