internal import CX11
internal import Glibc

/// A System V segment that the X server writes pixels into (MIT-SHM).
final class SharedSegment {
    /// Kept at one address, because Xlib's images point to it.
    let info: UnsafeMutablePointer<XShmSegmentInfo>
    /// Bytes that the server may write.
    let byteCount: Int
    private let display: XDisplay

    /// `nil` when memory cannot be shared: the server is on another machine or in another container.
    init?(display: XDisplay, byteCount: Int) {
        let identifier = shmget(IPC_PRIVATE, byteCount, Int32(IPC_CREAT) | 0o600)
        guard identifier >= 0 else { return nil }
        // Attached memory stays until both sides let go; marked now, it cannot outlive a crash.
        defer { shmctl(identifier, IPC_RMID, nil) }
        guard let address = shmat(identifier, nil, 0), address != UnsafeMutableRawPointer(bitPattern: -1) else {
            return nil
        }
        let info = UnsafeMutablePointer<XShmSegmentInfo>.allocate(capacity: 1)
        info.initialize(
            to: XShmSegmentInfo(
                shmseg: 0, shmid: identifier, shmaddr: address.assumingMemoryBound(to: CChar.self), readOnly: 0))
        guard XErrorPolicy.accepted(on: display, { XShmAttach(display.handle, info) }) else {
            shmdt(address)
            info.deallocate()
            return nil
        }
        self.info = info
        self.byteCount = byteCount
        self.display = display
    }

    deinit {
        XShmDetach(display.handle, info)
        XSync(display.handle, 0)
        shmdt(info.pointee.shmaddr)
        info.deallocate()
    }
}
