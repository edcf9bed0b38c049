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

    /// The bytes of the largest datagram that leaves whole or not at all, so that the path may be probed with it; `nil`
    /// where libnice's own socket serves, whose datagrams the kernel cuts into fragments.
    package var largestDatagram: Int? { fastPath?.largestDatagram }

    /// Has the fast path serve the pair that is selected now, or goes back to libnice's own.
    func updateFastPath() {
        guard configuration.usesFastPath, let path = selectedPath, !path.isTCP, path.local != .relayed,
            let remote = ICESelectedPair.remoteSocketAddress(agent, streamID, Self.componentID)
        else {
            closeFastPath()
            return
        }
        let descriptor = nearhand_agent_selected_descriptor(agent, streamID, Self.componentID)
        if let fastPath {
            // What waits was meant for the pair before.
            unsentDatagramCount += fastPath.flush()
            if fastPath.retarget(to: remote, beside: descriptor) { return }
        }
        closeFastPath()
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
