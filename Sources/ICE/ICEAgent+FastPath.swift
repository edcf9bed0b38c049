import CNice
import Glibc
import UDP
import Wire

/// The way past libnice, for a direct pair over UDP.
extension ICEAgent {
    /// Sends what `send` has taken and not yet handed to the kernel. Call it before the loop waits again.
    package func flush() {
        guard let fastPath else { return }
        unsentDatagramCount += fastPath.flush()
    }

    /// Opens the fast path for the pair that is selected now, or goes back to libnice's own.
    func rebuildFastPath() {
        closeFastPath()
        guard configuration.usesFastPath, let path = selectedPath, !path.isTCP, path.local != .relayed else { return }
        let descriptor = nearhand_agent_selected_descriptor(agent, streamID, Self.componentID)
        guard descriptor >= 0, let remote = ICESelectedPair.remoteSocketAddress(agent, streamID, Self.componentID)
        else { return }
        fastPath = try? FastPath(beside: descriptor, remote: remote, loop: loop) { [weak self] in
            self?.handleDatagram($0)
        }
    }

    /// Gives the datagrams back to libnice.
    func closeFastPath() {
        guard let fastPath else { return }
        unsentDatagramCount += fastPath.flush()
        self.fastPath = nil
        fastPath.close()
    }
}
