import DataChannel
import Logging
import PeerConnection
import RTP
import SCTP
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

    /// Sends an act of the host's: by the `motion` channel where it may be lost, else by the `input` channel. Both
    /// overtake everything else.
    func send(_ message: InputMessage) async {
        guard isAnnounced, !isOver else { return }
        do {
            if input == nil { input = try await openInputChannel(.input, isReliable: true) }
            if motion == nil { motion = try await openInputChannel(.motion, isReliable: false) }
        } catch {
            return logger.warning("a channel for input could not be opened", metadata: ["error": "\(error)"])
        }
        guard message.event.isReplaceable, let motion else { return await send(message, on: input) }
        if await peer.bufferedAmount(of: motion) <= Self.motionBacklog { await send(message, on: motion) }
    }

    private func openInputChannel(_ label: Label, isReliable: Bool) async throws -> DataChannelID {
        let channel = try await peer.openDataChannel(
            label: label.rawValue, isOrdered: isReliable,
            reliability: isReliable ? .reliable : .maximumRetransmissions(0),
            priority: Self.inputPriority)
        labels[channel] = label
        return channel
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

    /// Sends a frame of a picture; dropped before the verification and after the end.
    func send(_ frame: EncodedVideoFrame, on role: VideoRole) async {
        guard isAnnounced, !isOver else { return }
        await peer.sendVideo(frame, on: role)
    }

    /// Drops what is still queued of a picture: nothing of it leaves after this returns.
    func stopVideo(_ role: VideoRole) async {
        await peer.discardVideo(role)
    }

    /// Asks the sender of a picture for a frame that needs no other.
    func requestKeyFrame(of role: VideoRole) async {
        await peer.requestKeyFrame(of: role)
    }

    /// What a picture's encoder may make, in bits a second; `nil` until the connection has told it.
    func videoBitrate(of role: VideoRole) -> UInt32? { videoBitrates[role] }

    /// The codec in which the screen is sent best in a mode, of those that the other side takes.
    func codec(for mode: DisplayMode) async -> VideoCodec {
        let wanted: [VideoCodec] =
            switch mode {
            // Coloured text is sharp only where colours have a sample for each pixel.
            case .standard: [.vp9Profile1, .vp9, .vp8]
            // Half the processor time of VP9 for a moving picture.
            case .sampling: [.vp8, .vp9]
            }
        let taken = await peer.sendableVideoCodecs(of: .screen)
        return wanted.first(where: taken.contains) ?? .vp8
    }

    /// Sends a frame of sound; dropped before the verification and after the end.
    func send(_ frame: EncodedAudioFrame) async {
        guard isAnnounced, !isOver else { return }
        await peer.sendAudio(frame)
    }

    /// What the other side's sound goes on with; silence before the verification.
    /// - Parameter queuedSampleCount: what was given out before and is not played yet, at 48 kHz.
    func nextAudio(queuedSampleCount: Int) async -> AudioDecision {
        guard isAnnounced, !isOver else { return .silence(sampleCount: Self.silentSampleCount) }
        return await peer.nextAudio(queuedSampleCount: queuedSampleCount)
    }

    /// Counts what time-stretching made of decoded sound.
    /// - Parameter samples: how many it added; negative where it left some out.
    func countAudioStretch(samples: Int) async {
        await peer.countAudioStretch(samples: samples)
    }

    /// How many frames before its own each packet of our sound repeats; 0 where that is not agreed.
    var audioRedundancy: Int {
        get async { await peer.audioRedundancy }
    }

    /// Drops what is still queued of our sound: nothing of it leaves after this returns.
    func stopAudio() async {
        await peer.discardAudio()
    }

    /// Shows where the pointer is or what it looks like. A place is left out while earlier ones wait, because the next one
    /// takes its place.
    func send(_ message: PointerMessage) async {
        guard isAnnounced, !isOver, let pointer else { return }
        if case .place = message, await peer.bufferedAmount(of: pointer) > Self.pointerBacklog { return }
        do {
            try await peer.send(.binary(message.serialize()), on: pointer)
        } catch {
            logger.warning("the pointer could not be shown", metadata: ["error": "\(error)"])
        }
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
