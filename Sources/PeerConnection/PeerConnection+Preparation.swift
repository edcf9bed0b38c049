import Foundation
import PeerEngine

extension PeerConnection {
    /// Begins, once in a process, what the libraries below do at their first use, so that no connection stands still for
    /// it: some 50 ms of computing, on a thread of its own that gives way to everything else. Called early, it is done
    /// before a first path is found.
    package static func prepare() {
        _ = preparation
    }

    private static let preparation: Void = {
        let thread = Thread {
            // On Linux this holds for the calling thread alone.
            setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 10)
            PeerEngine.prepareLibraries()
        }
        thread.name = "nearhand-prepare"
        thread.start()
    }()
}
