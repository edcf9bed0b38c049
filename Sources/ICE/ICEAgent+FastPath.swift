import CNice
import Glibc
import UDP
import Wire

/// The way past libnice, for a direct pair over UDP.
extension ICEAgent {
    /// How many datagrams from addresses that are not (yet) selected wait for a new selected pair.
    private static let heldDatagramLimit = 16

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
        fastPath = try? FastPath(beside: descriptor, remote: remote, loop: loop) { [weak self] in self?.handle($0) }
        deliverHeldDatagrams(from: remote)
    }

    /// Gives the datagrams back to libnice.
    func closeFastPath() {
        guard let fastPath else { return }
        unsentDatagramCount += fastPath.flush()
        self.fastPath = nil
        fastPath.close()
    }

    private func handle(_ arrival: FastPath.Arrival) {
        switch arrival {
        case .datagram(let datagram): handleDatagram(datagram)
        case .stranger(let source, let datagram):
            // The other side may have chosen a pair that is about to be ours too; what it sends first is a handshake.
            if heldDatagrams.count < Self.heldDatagramLimit {
                heldDatagrams.append((source, datagram))
            } else {
                strangerDatagramCount += 1
            }
        case .abandoned: closeFastPath()
        }
    }

    /// A pair with this end was chosen, so it has passed a check: what it sent before may be believed now.
    private func deliverHeldDatagrams(from remote: SocketAddress) {
        let held = heldDatagrams
        heldDatagrams = []
        for (source, datagram) in held {
            if source == remote { handleDatagram(datagram) } else { strangerDatagramCount += 1 }
        }
    }
}
