import CVirtualClock
import DTLS
import TestSupport
import Wire

/// One end of an association for `Pair`, in virtual time.
final class DTLSEnd: VirtualEnd {
    let connection: DTLSConnection
    private(set) var outputs: [DTLSConnection.Output] = []
    private(set) var connectedAt: Instant?

    init(_ connection: DTLSConnection) {
        self.connection = connection
    }

    /// The application data that came.
    var received: [[UInt8]] {
        outputs.compactMap { if case .applicationData(let data) = $0 { data } else { nil } }
    }

    func send(_ data: [UInt8], now: Instant) throws {
        try connection.send(data, now: now)
    }

    var nextTimeout: Instant? { connection.nextTimeout }

    func start(now: Instant) {
        withClock(at: now) { connection.start(now: now) }
    }

    func handle(_ datagram: [UInt8], now: Instant) {
        withClock(at: now) { connection.handle(datagram, now: now) }
    }

    func handleTimeout(now: Instant) {
        withClock(at: now) { connection.handleTimeout(now: now) }
    }

    func pollDatagram(now: Instant) -> [UInt8]? {
        while let output = connection.pollOutput() {
            if case .datagram(let datagram) = output { return datagram }
            if output == .connected { connectedAt = now }
            outputs.append(output)
        }
        return nil
    }

    /// OpenSSL reads the time inside the call alone.
    private func withClock(at now: Instant, _ body: () -> Void) {
        nearhand_virtual_clock_set(now.nanoseconds / 1_000)
        body()
        nearhand_virtual_clock_set(-1)
    }
}
