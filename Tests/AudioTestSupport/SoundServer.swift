import Foundation

/// A PulseAudio daemon of the test's own, with null sinks for devices; it ends with the object.
///
/// What is played into the sink `air.NAME` is what the microphone `NAME` hears; the loudspeaker `NAME` is a null sink whose
/// monitor is `NAME.monitor`.
package final class SoundServer: @unchecked Sendable {
    private let folder: URL
    private let lock = NSLock()
    private var daemon: Program?
    /// The modules that the daemon begins with, also after `restart`.
    private let devices: [String]

    /// Where the daemon looks for modules; `nil` in its own place.
    private let modules: URL?

    /// The address for clients.
    package var address: String { "unix:\(folder.path)/native" }

    /// Why there is no daemon.
    package struct Unavailable: Error, CustomStringConvertible {
        package let description: String
    }

    /// Starts the daemon and waits until it answers.
    /// - Parameters:
    ///   - microphones: names; the first is the default.
    ///   - loudspeakers: names; the first is the default.
    ///   - lacks: files of modules that it is not to find.
    /// - Throws: `Unavailable` where PulseAudio is not installed (Debian: `apt install pulseaudio`) or does not start.
    package init(
        microphones: [String] = ["microphone"], loudspeakers: [String] = ["loudspeaker"], lacks: [String] = []
    ) throws {
        let name = "nearhand-sound-\(UUID().uuidString.prefix(8))"
        folder = FileManager.default.temporaryDirectory.appending(path: name)
        var devices: [String] = []
        for name in loudspeakers { devices.append("load-module \(Self.loudspeaker(name))") }
        for name in microphones { devices += Self.microphone(name).map { "load-module \($0)" } }
        if let first = loudspeakers.first { devices.append("set-default-sink \(first)") }
        if let first = microphones.first { devices.append("set-default-source \(first)") }
        self.devices = devices
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        if lacks.isEmpty {
            modules = nil
        } else {
            modules = folder.appending(path: "modules")
            try Self.copyModules(to: folder.appending(path: "modules"), without: lacks)
        }
        try start()
    }

    deinit {
        stop()
        try? FileManager.default.removeItem(at: folder)
    }

    /// The module that makes a loudspeaker.
    package static func loudspeaker(_ name: String) -> String {
        "module-null-sink sink_name=\(name) rate=48000 channels=1 sink_properties=device.description=\(name)"
    }

    /// The modules that make a microphone: a null sink, which is the air before it, and a source that is no monitor.
    package static func microphone(_ name: String) -> [String] {
        [
            "module-null-sink sink_name=air.\(name) rate=48000 channels=1",
            "module-remap-source master=air.\(name).monitor source_name=\(name) channels=1 "
                + "source_properties=device.description=\(name)",
        ]
    }

    /// Starts the daemon, again after `stop`.
    package func start() throws {
        let program = "/usr/bin/pulseaudio"
        guard FileManager.default.isExecutableFile(atPath: program) else {
            throw Unavailable(description: "\(program) is missing: these tests need the package pulseaudio")
        }
        let script = folder.appending(path: "default.pa")
        let socket = "load-module module-native-protocol-unix socket=\(folder.path)/native auth-anonymous=1"
        try (devices + [socket, ""]).joined(separator: "\n").write(to: script, atomically: true, encoding: .utf8)
        try? FileManager.default.removeItem(atPath: folder.path + "/native")
        // `-n`: nothing of the computer's own configuration. Shared memory would be looked for by other daemons' clients. The
        // daemon of a test that crashed ends by itself, since nobody speaks with it.
        let daemon = try Program(
            [
                program, "-n", "-F", script.path, "--daemonize=no", "--exit-idle-time=20", "--use-pid-file=no",
                "--system=no", "--disable-shm=yes", "--realtime=no", "--log-target=file:\(folder.path)/log",
            ] + (modules.map { ["--dl-search-path=\($0.path)"] } ?? []), environment: environment)
        lock.withLock { self.daemon = daemon }
        for _ in 0..<200 {
            if (try? order("info")) != nil { return }
            usleep(50_000)
        }
        let log = (try? String(contentsOf: folder.appending(path: "log"), encoding: .utf8)) ?? ""
        throw Unavailable(description: "PulseAudio does not answer: \(log.suffix(500))")
    }

    /// Ends the daemon, as a crash of it would.
    package func stop() {
        lock.withLock {
            daemon?.stop()
            daemon = nil
        }
    }

    /// Gives the daemon an order by `pactl`.
    /// - Returns: what it answers, such as the number of a loaded module.
    @discardableResult
    package func order(_ words: String...) throws -> String {
        try order(words)
    }

    private func order(_ words: [String]) throws -> String {
        guard let answer = try Program.run(["/usr/bin/pactl"] + words, environment: environment) else {
            throw Unavailable(description: "pactl refused \(words)")
        }
        return answer.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Loads a module.
    /// - Parameter line: its name and its arguments.
    /// - Returns: its number.
    package func load(_ line: String) throws -> String {
        try order(["load-module"] + line.split(separator: " ").map(String.init))
    }

    /// What a program needs to find this daemon and no other.
    package var environment: [String: String] {
        [
            "PULSE_SERVER": address, "XDG_RUNTIME_DIR": folder.path, "HOME": folder.path,
            "XDG_CONFIG_HOME": folder.path, "PATH": "/usr/bin:/bin",
        ]
    }

    /// Plays samples into a sink until they are over, or what is returned is stopped or gone.
    package func play(_ samples: [Int16], into sink: String) throws -> Playing {
        let file = folder.appending(path: "\(UUID().uuidString).raw")
        try samples.withUnsafeBytes { Data($0) }.write(to: file)
        return Playing(
            process: try Program(
                ["/usr/bin/pacat", "--playback", "--raw", "--device=\(sink)", "--latency-msec=20"] + Self.format
                    + [file.path], environment: environment))
    }

    /// Records a source into a file of samples.
    package func record(_ source: String) throws -> Recording {
        let file = folder.appending(path: "\(UUID().uuidString).raw")
        let process = try Program(
            ["/usr/bin/pacat", "--record", "--raw", "--device=\(source)", "--latency-msec=20"] + Self.format
                + [file.path], environment: environment)
        return Recording(process: process, file: file)
    }

    /// Links to all modules of the installed daemon but some.
    private static func copyModules(to folder: URL, without lacking: [String]) throws {
        let manager = FileManager.default
        let installed = try manager.contentsOfDirectory(at: URL(filePath: "/usr/lib"), includingPropertiesForKeys: nil)
            .filter { $0.lastPathComponent.hasPrefix("pulse-") }
        guard let source = installed.first?.appending(path: "modules") else {
            throw Unavailable(description: "PulseAudio's modules are not below /usr/lib")
        }
        try manager.createDirectory(at: folder, withIntermediateDirectories: true)
        for file in try manager.contentsOfDirectory(atPath: source.path) where !lacking.contains(file) {
            try manager.createSymbolicLink(
                at: folder.appending(path: file), withDestinationURL: source.appending(path: file))
        }
    }

    private static let format = ["--format=s16le", "--rate=48000", "--channels=1"]
}

/// Samples on their way into a sink.
package final class Playing: Sendable {
    private let process: Program

    init(process: Program) {
        self.process = process
    }

    deinit {
        stop()
    }

    /// Ends it.
    package func stop() {
        process.stop()
    }
}

/// What is recorded of a source, as it grows.
package final class Recording: Sendable {
    private let process: Program
    private let file: URL

    init(process: Program, file: URL) {
        self.process = process
        self.file = file
    }

    deinit {
        stop()
    }

    /// Ends the recording.
    package func stop() {
        process.stop()
    }

    /// What was recorded so far.
    package var samples: [Int16] {
        guard let data = try? Data(contentsOf: file) else { return [] }
        return data.withUnsafeBytes { bytes in
            (0..<bytes.count / 2).map { bytes.loadUnaligned(fromByteOffset: 2 * $0, as: Int16.self) }
        }
    }
}
