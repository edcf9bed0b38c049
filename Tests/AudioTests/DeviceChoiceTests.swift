import Testing
import Wire

@testable import Audio

@Suite("Which device is used")
struct DeviceChoiceTests {
    /// A choice that an expectation may change.
    private final class Choice {
        private var choice: DeviceChoice

        init(kind: AudioDevice.Kind, chosen: String?) {
            choice = DeviceChoice(kind: kind, chosen: chosen)
        }

        var device: AudioDevice? { choice.device }
        var devices: [AudioDevice] { choice.devices }

        func update(_ entries: [PulseCatalog.Entry], standard: String?) -> AudioEvent? {
            choice.update(entries, standard: standard)
        }

        func choose(_ name: String?) {
            choice.choose(name)
        }
    }

    private static func entry(_ name: String, isMonitor: Bool = false) -> PulseCatalog.Entry {
        PulseCatalog.Entry(name: name, title: name.uppercased(), isMonitor: isMonitor)
    }

    private static func device(_ name: String) -> AudioDevice {
        AudioDevice(kind: .microphone, name: name, title: name.uppercased())
    }

    @Test("Nothing chosen follows the computer's default")
    func standard() {
        let choice = Choice(kind: .microphone, chosen: nil)
        #expect(choice.update([Self.entry("a"), Self.entry("b")], standard: "b") == nil)
        #expect(choice.device == Self.device("b"))
        #expect(choice.update([Self.entry("a"), Self.entry("b")], standard: "a") == nil)
        #expect(choice.device == Self.device("a"))
        #expect(choice.update([], standard: nil) == nil)
        #expect(choice.device == nil)
    }

    @Test("The chosen device is replaced while it is away, and each change is said once")
    func unplugged() {
        let choice = Choice(kind: .microphone, chosen: "b")
        let both = [Self.entry("a"), Self.entry("b")]
        #expect(choice.update(both, standard: "a") == nil)
        #expect(choice.device == Self.device("b"))
        let lost = choice.update([Self.entry("a")], standard: "a")
        #expect(lost == .deviceLost(Self.device("b"), replacement: Self.device("a")))
        #expect(choice.update([Self.entry("a")], standard: "a") == nil)
        #expect(choice.device == Self.device("a"))
        #expect(choice.update(both, standard: "a") == .deviceReturned(Self.device("b")))
        #expect(choice.update(both, standard: "a") == nil)
        #expect(choice.device == Self.device("b"))
    }

    @Test("A device that was there never is called by its name")
    func unknown() {
        let choice = Choice(kind: .microphone, chosen: "gone")
        let named = AudioDevice(kind: .microphone, name: "gone", title: "gone")
        #expect(choice.update([], standard: nil) == .deviceLost(named, replacement: nil))
        choice.choose(nil)
        #expect(choice.update([Self.entry("a")], standard: nil) == nil)
        #expect(choice.device == Self.device("a"))
    }

    @Test("Neither what is played back nor a canceller is a microphone")
    func hidden() {
        let choice = Choice(kind: .microphone, chosen: nil)
        let entries = [Self.entry("sink.monitor", isMonitor: true), Self.entry("nearhand.7.1"), Self.entry("a")]
        _ = choice.update(entries, standard: "nearhand.7.1")
        #expect(choice.devices == [Self.device("a")])
        #expect(choice.device == Self.device("a"))
    }

    @Test("Where the default is the canceller, the device from before stays")
    func cancellerAsDefault() {
        let choice = Choice(kind: .microphone, chosen: nil)
        _ = choice.update([Self.entry("a"), Self.entry("b")], standard: "b")
        _ = choice.update([Self.entry("a"), Self.entry("b"), Self.entry("nearhand.7.1")], standard: "nearhand.7.1")
        #expect(choice.device == Self.device("b"))
    }
}

@Suite("Frames of the microphone")
struct FrameAssemblerTests {
    @Test("Any pieces make whole frames in order, each with the time of its first sample")
    func pieces() {
        var assembler = FrameAssembler()
        var frames: [CapturedSound] = []
        var count = 0
        for length in [1, 959, 480, 481, 2_000, 3] {
            let samples = (count..<count + length).map { Int16($0) }
            count += length
            let instant = AudioThread.now
            let made = assembler.append(samples, until: instant)
            for (index, frame) in made.enumerated() {
                let after = count - 960 * (frames.count + index)
                let age = instant - frame.instant
                #expect(abs((age - .nanoseconds(Int64(after) * 62_500 / 3)).inNanoseconds) < 2)
            }
            frames += made
        }
        #expect(frames.count == count / 960)
        #expect(frames.flatMap(\.samples) == (0..<count / 960 * 960).map { Int16($0) })
    }
}

@Suite("Echo cancellers that were left behind")
struct EchoCancellerTests {
    @Test("Only those whose program is gone are unloaded")
    func leftovers() {
        let pair = EchoCanceller.Pair(source: "a", sink: "b")
        func module(_ index: UInt32, _ client: UInt32) -> PulseCatalog.Module {
            let name = EchoCanceller.name(client: client, number: 3)
            return PulseCatalog.Module(
                index: index, name: EchoCanceller.moduleName, argument: EchoCanceller.argument(pair, name: name))
        }
        var catalog = PulseCatalog()
        catalog.modules = [
            module(1, 40), module(2, 41),
            PulseCatalog.Module(index: 3, name: EchoCanceller.moduleName, argument: "source_name=somebody-else"),
            PulseCatalog.Module(index: 4, name: "module-null-sink", argument: "source_name=nearhand.9.1"),
        ]
        catalog.ownClients = [41, 7]
        #expect(EchoCanceller.leftovers(in: catalog) == [1])
    }

    @Test("Nothing behind the canceller raises what is left of an echo, and no stray reading of the clocks disturbs it")
    func argument() {
        let words = EchoCanceller.argument(EchoCanceller.Pair(source: "a", sink: "b"), name: "nearhand.7.1")
            .split { $0 == " " || $0 == "\"" }
        for word in ["analog_gain_control=0", "digital_gain_control=0", "adjust_time=10", "adjust_threshold=30"] {
            #expect(words.contains { $0 == word })
        }
    }
}
