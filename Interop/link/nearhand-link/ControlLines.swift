import Glibc
import LinkEmulation
import WireJSON

/// What the one who runs the emulator asks for, one line each on standard input.
///
///     both|forward|back WORD...   change impairments (see Impairment+Parsing)
///     counters                    tell what was done, as one line of JSON
///     clear                       begin to count anew
///
/// Every line is answered by one line: `counters`, `{"ok":true}` or `{"error":"…"}`. The end of standard input ends
/// the emulator.
struct ControlLines {
    /// One line.
    enum Command {
        /// Apply the words to one direction or both; they are not parsed yet.
        case configure(forward: Bool, back: Bool, [Substring])
        case counters
        case clear
        /// Answered by an error.
        case unknown
    }

    /// What `counters` is answered with.
    struct Report: Encodable {
        /// One direction; the queue's waits are in milliseconds: the median, the 95th percentile, the longest, and that of a
        /// packet that comes now.
        struct Direction: Encodable {
            let counters: DirectionCounters
            let queueMedian: Double
            let queue95: Double
            let queueMost: Double
            let queueNow: Double
        }
        let forward: Direction
        let back: Direction
    }

    private struct Answer: Encodable {
        var ok: Bool?
        var error: String?
    }

    private var pending: [UInt8] = []

    /// Reads what is there; gives the whole lines, or `nil` when there will be no more.
    mutating func read() -> [Command]? {
        var chunk = [UInt8](repeating: 0, count: 4_096)
        let count = Glibc.read(STDIN_FILENO, &chunk, chunk.count)
        guard count > 0 else { return count < 0 && errno == EINTR ? [] : nil }
        pending += chunk[..<count]
        var commands: [Command] = []
        while let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
            commands.append(Self.parse(String(decoding: pending[..<end], as: UTF8.self)))
            pending.removeSubrange(...end)
        }
        return commands
    }

    /// Reads one line as a command.
    static func parse(_ line: String) -> Command {
        let words = line.split(separator: " ")
        switch words.first {
        case "both": return .configure(forward: true, back: true, Array(words.dropFirst()))
        case "forward": return .configure(forward: true, back: false, Array(words.dropFirst()))
        case "back": return .configure(forward: false, back: true, Array(words.dropFirst()))
        case "counters": return .counters
        case "clear": return .clear
        default: return .unknown
        }
    }

    /// Writes `{"ok":true}`, or the error.
    static func answer(_ failure: String? = nil) {
        write(Answer(ok: failure == nil ? true : nil, error: failure))
    }

    /// Writes a line of JSON at once.
    static func write(_ value: some Encodable) {
        guard let bytes = try? JSON.encode(value) else { return }
        let line = bytes + [UInt8(ascii: "\n")]
        _ = Glibc.write(STDOUT_FILENO, line, line.count)
    }
}
