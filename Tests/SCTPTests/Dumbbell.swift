import TestSupport
import Wire

@testable import SCTP

/// Several associations through one bottleneck, in virtual time; the way back is as long and wide open.
///
///     sender 0 ─┐                ┌─ receiver 0
///     sender 1 ─┴─▶ forward ─────┴▶ receiver 1
///
final class Dumbbell {
    /// One association whose sender always has something to send.
    final class Flow {
        var sender: Association
        var receiver: Association
        /// Payload bytes handed over by the receiver.
        var received = 0
        /// Whether the sender's queue is kept filled.
        var isBulk = true
        /// What messages of other streams than the first were handed over, and when.
        var arrivals: [(stream: UInt16, at: Instant)] = []
        /// The latest and all smoothed round trips, sampled every 10 ms.
        var roundTrips: [Duration] = []

        init(sender: consuming Association, receiver: consuming Association) {
            self.sender = sender
            self.receiver = receiver
        }

        fileprivate var nextTimeout: Instant? {
            [sender.nextTimeout, receiver.nextTimeout].compactMap(\.self).min()
        }
    }

    private(set) var flows: [Flow] = []
    var forward: Netem
    var backward: Netem
    private(set) var now = Instant.origin + .seconds(1)
    private var nextSample = Instant.origin
    private var message = [UInt8](repeating: 7, count: 65_536)
    /// The length of the bulk's messages in bytes.
    var messageSize: Int {
        get { message.count }
        set { message = [UInt8](repeating: 7, count: newValue) }
    }

    /// - Parameter path: the forward direction; the way back has its latency and loss alone.
    init(_ path: NetemConfiguration, seed: UInt64 = 1) {
        forward = Netem(path, seed: seed)
        backward = Netem(NetemConfiguration(latency: path.latency), seed: seed &+ 99)
    }

    /// Adds a flow and has it connect.
    /// - Parameter congestion: `nil` for the one that the configuration names.
    @discardableResult
    func add(
        _ congestion: (any CongestionController)? = nil, configuration: SCTPConfiguration = SCTPConfiguration()
    ) -> Flow {
        var random = SeededRandom(seed: UInt64(flows.count) &* 77 &+ 5)
        let flow = Flow(
            sender: Association(configuration: configuration, random: &random, congestion: congestion),
            receiver: Association(configuration: configuration, random: &random))
        flow.sender.connect(now: now)
        flows.append(flow)
        return flow
    }

    /// Runs for a while and gives each flow's payload in bits a second.
    @discardableResult
    func run(for duration: Duration, each: (Instant) -> Void = { _ in }) -> [Double] {
        let before = flows.map(\.received)
        let end = now + duration
        drain()
        while let next = nextInstant, next <= end {
            now = max(now, next)
            step()
            each(now)
        }
        now = end
        return zip(flows, before).map { Double($0.received - $1) * 8 / duration.inSeconds }
    }

    /// The longest time that the smoothed round trip exceeded the path's, of the samples since `since` seconds ago.
    func standingQueue(of flow: Flow, percentile: Double = 0.5) -> Duration {
        let sorted = flow.roundTrips.sorted()
        guard !sorted.isEmpty else { return .zero }
        return sorted[Int(Double(sorted.count - 1) * percentile)] - forward.configuration.latency * 2
    }

    private var nextInstant: Instant? {
        (flows.map(\.nextTimeout) + [forward.nextArrival, backward.nextArrival, nextSample]).compactMap(\.self).min()
    }

    private func step() {
        while let datagram = forward.receive(now: now), let number = datagram.last {
            flows[Int(number)].receiver.handle(Array(datagram.dropLast()), now: now)
        }
        while let datagram = backward.receive(now: now), let number = datagram.last {
            flows[Int(number)].sender.handle(Array(datagram.dropLast()), now: now)
        }
        for flow in flows {
            if let timeout = flow.sender.nextTimeout, timeout <= now { flow.sender.handleTimeout(now: now) }
            if let timeout = flow.receiver.nextTimeout, timeout <= now { flow.receiver.handleTimeout(now: now) }
        }
        if now >= nextSample {
            nextSample = now + .milliseconds(10)
            for flow in flows { if let time = flow.sender.roundTripTime { flow.roundTrips.append(time) } }
        }
        drain()
    }

    private func drain() {
        for (number, flow) in flows.enumerated() {
            while flow.isBulk, flow.sender.bufferedAmount(of: StreamID(rawValue: 1)) < 262_144 {
                try? flow.sender.send(
                    message, on: StreamID(rawValue: 1), payloadProtocol: PayloadProtocolIdentifier(rawValue: 53),
                    now: now)
            }
            while let output = flow.sender.pollOutput() {
                if case .packet(let packet) = output { forward.send(packet + [UInt8(number)], now: now) }
            }
            while let output = flow.receiver.pollOutput() {
                switch output {
                case .packet(let packet): backward.send(packet + [UInt8(number)], now: now)
                case .event(.message(let stream, _, let payload)):
                    flow.received += payload.count
                    if stream.rawValue != 1 { flow.arrivals.append((stream.rawValue, now)) }
                case .event: break
                }
            }
        }
    }
}
