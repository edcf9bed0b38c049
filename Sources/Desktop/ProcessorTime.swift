internal import CProcess
internal import Glibc
internal import Wire

/// What the machine's processors do, and what this process may have of them.
enum ProcessorTime {
    /// Processors that this process may use at a time, by its affinity and its control group's quota.
    static var allowed: Double {
        let count = Double(max(1, nearhand_allowed_processors()))
        return min(count, read("/sys/fs/cgroup/cpu.max").flatMap(quota) ?? count)
    }

    /// What all threads of this process have used.
    static var own: Duration {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return .seconds(Int64(time.tv_sec)) + .nanoseconds(Int64(time.tv_nsec))
    }

    /// What a look at the processors counts; `nil` where the system does not say it.
    static func look() -> EncoderThreads.Processors? {
        guard let idle = read("/proc/stat").flatMap(idleTicks) else { return nil }
        let ticks = max(1, Int64(sysconf(Int32(_SC_CLK_TCK))))
        return EncoderThreads.Processors(idle: .milliseconds(Int64(clamping: idle) * 1_000 / ticks), own: own)
    }

    /// The processors in `cpu.max`, `quota period` in microseconds; `nil` for `max`.
    static func quota(_ text: String) -> Double? {
        let fields = text.split { $0 == " " || $0 == "\n" }
        guard fields.count == 2, let quota = Double(fields[0]), let period = Double(fields[1]), quota > 0, period > 0
        else { return nil }
        return quota / period
    }

    /// The idle time in the first line of `/proc/stat`: `cpu  user nice system idle iowait …`.
    static func idleTicks(_ text: String) -> UInt64? {
        let fields = text.prefix { $0 != "\n" }.split(separator: " ")
        guard fields.count > 5, fields[0] == "cpu", let idle = UInt64(fields[4]), let waiting = UInt64(fields[5]) else {
            return nil
        }
        return min(idle, .max / 2_000) + min(waiting, .max / 2_000)
    }

    /// The beginning of a file of the kernel's.
    private static func read(_ path: String) -> String? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 512)
        let count = Glibc.read(file, &bytes, bytes.count)
        return count > 0 ? String(decoding: bytes.prefix(count), as: UTF8.self) : nil
    }
}
