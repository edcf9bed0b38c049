import DataChannel
import ICE
import Pairing
import PeerConnection
import RTP
import SessionDomain

/// What a link to the other side tells its node, in order.
///
/// ```text
/// host, by number      readOut · expectReadBack · confirmed · connecting · verified · control, chat, video …
/// host, by link        connecting · secretUsed · verified · control, chat, video …
/// customer, by number  typeDigits · confirmed · readBack · connecting · verified · control, chat, files …
/// customer, by link    connecting · verified · control, chat, files …
/// ```
/// `relay` and `path` come in between at any time, `ended` comes last and at any time.
enum LinkEvent: Sendable {
    /// A payload for the other side, to be carried by the service.
    case relay(String)
    /// The host reads these out.
    case readOut(digits: String)
    /// The customer has typed the right six digits.
    case expectReadBack
    /// The customer types six digits.
    case typeDigits
    /// The customer reads these back.
    case readBack(digits: String)
    /// What became of the digits that this side's person typed.
    case confirmed(NumberPairing.ConfirmResult)
    /// The digits or the secret fitted; the peer connection is being made.
    case connecting
    /// The link's secret has been used.
    case secretUsed
    /// The other side is genuine and its channels are open.
    case verified
    case path(SelectedPath)
    case control(ControlMessage)
    case chat(ChatMessage)
    /// By the `input` channel, which is reliable, or by the `motion` channel.
    case input(InputMessage, isReliable: Bool)
    /// Something arrived that is no message.
    case malformed
    case fileOpened(DataChannelID, TransferID)
    case fileBytes(DataChannelID, [UInt8])
    case fileClosed(DataChannelID)
    case video(VideoRole, EncodedVideoFrame)
    /// The other side cannot decode until the next key frame.
    case keyFrameRequested(VideoRole)
    /// What the picture's encoder may make from now on, in bits a second.
    case videoBitrate(VideoRole, UInt32)
    /// Whether frames wait for too long and are to be left out.
    case videoBacklog(VideoRole, isTooLong: Bool)
    /// The shape or the place of the pointer of a shared desktop, well-formed; see `PointerMessage`.
    case pointer([UInt8], PointerMessage.Subject)
    /// The other side's sound begins, or begins anew.
    case audioBegan
    /// How the other side receives our sound.
    case audioReception(ReceptionReport)
    /// The link is over; nothing follows.
    case ended(LinkEnd)
}

/// Why a link is over.
enum LinkEnd: Equatable, Sendable {
    /// The digits that two people compared differ.
    case mismatch
    /// The two sides have different secrets of the same link: it was damaged on its way, or forged.
    case secretDiffers
    /// The other side is not who it must be.
    case notGenuine
    /// The other side gave up before it was verified.
    case left
    /// No way through the networks was found; what the relay gave.
    case noPath(RelayOutcome)
    /// There was one, and it is gone.
    case lost
    /// This side closed it.
    case closed
}

extension LinkEnd {
    /// What a person is told of a pairing that failed.
    init(_ failure: PairingFailure) {
        self =
            switch failure {
            case .digitsDiffer, .digitsDifferThere: .mismatch
            case .secretDiffers: .secretDiffers
            default: .notGenuine
            }
    }

    /// - Parameter wasConnected: whether there was a path before.
    init(_ failure: PeerConnectionFailure, wasConnected: Bool) {
        if case .noPath(let relay) = failure, !wasConnected {
            self = .noPath(relay)
        } else {
            self = wasConnected ? .lost : .noPath(.answered)
        }
    }
}
