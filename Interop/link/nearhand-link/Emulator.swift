import CLink
import Glibc
import LinkEmulation
import Wire

/// Carries packets between two TUN devices until standard input ends.
///
///     device a ─ forward ─▶ device b
///     device a ◀── back ─── device b
///
/// One thread: take what the devices have, give what has arrived, answer control lines, then sleep until the next
/// packet is due or something can be read. While packets come it sleeps `pause` between two looks, because waking costs
/// more than carrying: that is the error of its timing.
final class Emulator {
    /// Packets taken from one device before the other has its turn.
    private static let batch = 64
    /// Between two looks at busy devices.
    private static let pause = Duration.microseconds(100)

    private let a: TUNDevice
    private let b: TUNDevice
    private let store = PacketStore()
    private var forward: LinkDirection
    private var back: LinkDirection
    private var control = ControlLines()
    private var isOver = false
    /// What `wait` waits for: both devices and standard input.
    private var descriptors: [pollfd]

    /// - Parameters:
    ///   - a: where `forward` begins.
    ///   - b: where `forward` ends.
    ///   - seed: of `forward`; `back` gets another made from it.
    init(a: consuming TUNDevice, b: consuming TUNDevice, seed: UInt64) {
        self.a = a
        self.b = b
        forward = LinkDirection(seed: seed)
        back = LinkDirection(seed: ~seed)
        descriptors = [self.a.descriptor, self.b.descriptor, STDIN_FILENO].map {
            pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
        }
    }

    /// - Throws: `LinkFailure` when a device is gone.
    func run() throws(LinkFailure) {
        while !isOver {
            var moved = 0
            if descriptors[0].revents != 0 { moved += try take(from: a, into: &forward) }
            if descriptors[1].revents != 0 { moved += try take(from: b, into: &back) }
            moved += give(from: &forward, to: b) + give(from: &back, to: a)
            if moved > 0 { rest() } else { wait() }
        }
    }

    /// Does what a control line says and answers it.
    func handle(_ command: ControlLines.Command) {
        switch command {
        case .configure(let changesForward, let changesBack, let words):
            do throws(ImpairmentError) {
                var next = (forward.impairment, back.impairment)
                if changesForward { try next.0.apply(words) }
                if changesBack { try next.1.apply(words) }
                forward.configure(next.0, now: Self.now)
                back.configure(next.1, now: Self.now)
                ControlLines.answer()
            } catch {
                switch error {
                case .unknownKey(let key): ControlLines.answer("there is nothing named \(key) on a link")
                case .malformed(let key, let value): ControlLines.answer("\(key) cannot be \(value)")
                }
            }
        case .counters:
            let now = Self.now
            ControlLines.write(
                ControlLines.Report(forward: Self.report(forward, now: now), back: Self.report(back, now: now)))
        case .clear:
            forward.clearCounters()
            back.clearCounters()
            ControlLines.answer()
        case .unknown: ControlLines.answer("a line begins with both, forward, back, counters or clear")
        }
    }

    private static func report(_ direction: LinkDirection, now: Instant) -> ControlLines.Report.Direction {
        let delays = direction.queueDelays
        return .init(
            counters: direction.counters, queueMedian: delays.percentile(0.5), queue95: delays.percentile(0.95),
            queueMost: delays.percentile(1), queueNow: direction.queueDelay(now: now).inSeconds * 1e3)
    }

    /// Gives how many packets there were.
    private func take(
        from device: borrowing TUNDevice, into direction: inout LinkDirection
    ) throws(LinkFailure) -> Int {
        for index in 0..<Self.batch {
            let slot = store.take()
            guard let count = try device.read(into: store.memory(of: slot)) else {
                store.giveBack(slot)
                return index
            }
            let packet = Packet(slot: slot, byteCount: count)
            switch direction.handle(packet, now: Self.now) {
            case .taken: continue
            case .queueIsFull: break
            case .tooBig(let limit):
                guard direction.impairment.tooBig == .icmp,
                    let message = PacketTooBig.make(about: store.bytes(of: packet), maximumTransmissionUnit: limit)
                else { break }
                _ = message.withUnsafeBytes { device.write($0) }
            }
            store.giveBack(slot)
        }
        return Self.batch
    }

    /// Gives how many packets had arrived.
    private func give(from direction: inout LinkDirection, to device: borrowing TUNDevice) -> Int {
        let now = Self.now
        var count = 0
        while let output = direction.poll(now: now) {
            switch output {
            case .discard(let packet): store.giveBack(packet.slot)
            case .deliver(let packet, let copies):
                for _ in 0..<copies where !device.write(store.bytes(of: packet)) {
                    direction.counters.undeliverable += 1
                }
                store.giveBack(packet.slot)
            }
            count += 1
        }
        return count
    }

    /// Sleeps a moment, whatever comes; then both devices are looked at.
    private func rest() {
        descriptors[0].fd = ~a.descriptor
        descriptors[1].fd = ~b.descriptor
        var timeout = timespec(tv_sec: 0, tv_nsec: Int(Self.pause.inNanoseconds))
        wait(timeout: &timeout)
        for (index, descriptor) in [a.descriptor, b.descriptor].enumerated() {
            descriptors[index].fd = descriptor
            descriptors[index].revents = Int16(POLLIN)
        }
    }

    private func wait() {
        guard let due = Self.earlier(forward.nextTimeout, back.nextTimeout) else {
            wait(timeout: nil)
            return
        }
        let rest = max(0, (due - Self.now).inNanoseconds)
        var timeout = timespec(tv_sec: Int(rest / 1_000_000_000), tv_nsec: Int(rest % 1_000_000_000))
        wait(timeout: &timeout)
    }

    private func wait(timeout: UnsafePointer<timespec>?) {
        let ready = ppoll(&descriptors, nfds_t(descriptors.count), timeout, nil)
        if ready <= 0 {
            // After a signal the events are those of the wait before.
            for index in descriptors.indices { descriptors[index].revents = 0 }
        }
        guard descriptors[2].revents != 0 else { return }
        guard let commands = control.read() else {
            isOver = true
            return
        }
        for command in commands { handle(command) }
    }

    private static func earlier(_ left: Instant?, _ right: Instant?) -> Instant? {
        guard let left, let right else { return left ?? right }
        return min(left, right)
    }

    private static var now: Instant {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Instant(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }
}
