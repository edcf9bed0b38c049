package import Desktop
internal import Dispatch

extension DesktopAvailability {
    /// Looks whether the desktop could be shown, before anyone is asked for it.
    ///
    /// A child connects to the X server, so that a broken server cannot hurt this program. Takes some 20 ms, two
    /// seconds at most.
    package static func check(program: DesktopProgram) async -> DesktopAvailability {
        let environment = program.environment
        guard environment["DISPLAY"]?.isEmpty == false else {
            let isWayland =
                environment["WAYLAND_DISPLAY"]?.isEmpty == false || environment["XDG_SESSION_TYPE"] == "wayland"
            return isWayland ? .waylandOnly : .noDisplay
        }
        return await withCheckedContinuation { continuation in
            DispatchQueue(label: "nearhand.desktop.probe").async {
                continuation.resume(returning: probe(program))
            }
        }
    }

    /// Blocks the thread.
    private static func probe(_ program: DesktopProgram) -> DesktopAvailability {
        guard let child = ChildProcess(program, argument: DesktopChild.probeArgument) else { return .noDisplay }
        let status = child.waitForEnd(within: .seconds(2))
        let exited = status & 0x7F == 0
        return exited ? DesktopAvailability(rawValue: status >> 8 & 0xFF) ?? .noDisplay : .noDisplay
    }
}
