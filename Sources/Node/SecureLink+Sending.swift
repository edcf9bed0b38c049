import DataChannel
import Logging
import PeerConnection
import RTP
import SessionDomain
import Wire
import WireJSON

// What the node sends.
extension SecureLink {
    /// Sends on the control channel, which is reliable and ordered; dropped before the verification and after the end.
    func send(_ message: ControlMessage) async {
        await send(message, on: control)
    }

    /// Sends on the chat channel, which is reliable and ordered; dropped before the verification and after the end.
    func send(_ message: ChatMessage) async {
        await send(message, on: chat)
    }

    private func send(_ message: some Encodable & Sendable, on channel: DataChannelID?) async {
        guard isAnnounced, !isOver, let channel else { return }
        do {
            let text = String(decoding: try JSON.encode(message), as: UTF8.self)
            try await peer.send(.text(text), on: channel)
        } catch {
            logger.warning("a message could not be sent", metadata: ["error": "\(error)"])
        }
    }

    /// Opens the channel of one transfer.
    func openFileChannel(_ transfer: TransferID) async throws -> DataChannelID {
        let channel = try await peer.openDataChannel(label: Label.file.rawValue, protocol: transfer.rawValue)
        labels[channel] = .file
        await peer.setBufferedAmountLowThreshold(Self.lowWaterMark, of: channel)
        return channel
    }

    /// Sends a piece, and returns when the next may be read; `false` when the channel or the link is gone.
    func send(_ piece: [UInt8], on channel: DataChannelID) async -> Bool {
        guard isAnnounced, !isOver, labels[channel] == .file else { return false }
        do {
            try await peer.send(.binary(piece), on: channel)
        } catch {
            return false
        }
        lowChannels.remove(channel)
        if await peer.bufferedAmount(of: channel) > Self.highWaterMark, !isOver, labels[channel] == .file,
            !lowChannels.contains(channel)
        {
            await withCheckedContinuation { waiters[channel] = $0 }
        }
        return !isOver && labels[channel] == .file
    }

    /// Closes a file's channel after what is in its buffer, and lets the sender that waits for room go.
    func closeFileChannel(_ channel: DataChannelID) async {
        labels.removeValue(forKey: channel)
        waiters.removeValue(forKey: channel)?.resume()
        await peer.closeDataChannel(channel)
    }

    /// Sends a frame of the picture; dropped before the verification and after the end.
    func send(_ frame: EncodedVideoFrame) async {
        guard isAnnounced, !isOver else { return }
        await peer.sendVideo(frame, on: .screen)
    }

    /// Drops what is still queued of the picture: nothing of it leaves after this returns.
    func stopVideo() async {
        await peer.discardVideo(.screen)
    }

    /// Asks the sender of the picture for a frame that needs no other.
    func requestKeyFrame() async {
        await peer.requestKeyFrame(of: .screen)
    }

    /// Gives the other side a second to receive what was sent and to close, then ends the link.
    func closeAfterSending() async {
        for _ in 0..<50 where !isOver { try? await Task.sleep(for: .milliseconds(20)) }
        await end(.closed)
    }

    /// Ends the link; `events` ends with `.ended(.closed)`.
    func close() async {
        await end(.closed)
    }
}
