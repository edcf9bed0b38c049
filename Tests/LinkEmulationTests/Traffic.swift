import Wire

@testable import LinkEmulation

/// Packets of 1,250 bytes over one direction, and when they came out.
struct Traffic {
    private(set) var direction: LinkDirection
    /// The numbers of the packets in the order of their arrival.
    private(set) var order: [Int] = []
    /// The numbers of the packets that the direction gave back.
    private(set) var givenBack: [Int] = []
    private var arrivals: [Duration] = []
    private var sentCount = 0

    init() { direction = LinkDirection(seed: 1) }

    init(_ words: String, seed: UInt64 = 1) throws {
        var impairment = Impairment()
        try impairment.apply(words.split(separator: " "))
        direction = LinkDirection(impairment, seed: seed)
    }

    @discardableResult
    mutating func send(at time: Duration) -> LinkDirection.Entrance {
        advance(to: .origin + time)
        defer { sentCount += 1 }
        return direction.handle(Packet(slot: sentCount, byteCount: 1_250), now: .origin + time)
    }

    mutating func configure(_ words: String, at time: Duration) throws {
        advance(to: .origin + time)
        var impairment = direction.impairment
        try impairment.apply(words.split(separator: " "))
        direction.configure(impairment, now: .origin + time)
    }

    /// Waits until nothing is on its way; gives the times of arrival.
    mutating func finish() -> [Duration] {
        while let next = direction.nextTimeout { poll(at: next) }
        // What was lost last may wait to be given back.
        poll(at: .origin)
        return arrivals
    }

    private mutating func advance(to time: Instant) {
        while let next = direction.nextTimeout, next <= time { poll(at: next) }
    }

    private mutating func poll(at time: Instant) {
        while let output = direction.poll(now: time) {
            switch output {
            case .discard(let packet): givenBack.append(packet.slot)
            case .deliver(let packet, let copies):
                givenBack.append(packet.slot)
                order.append(packet.slot)
                arrivals += Array(repeating: time - .origin, count: copies)
            }
        }
    }
}
