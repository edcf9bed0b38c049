import JSEP
import RTP
import SDP
import SessionDomain

extension VideoCodec {
    /// What a page's browser decodes; everything where it decodes nothing, because the page says so itself and the
    /// session's records want the picture all the same.
    static func decoded(by page: HostCommand.PageDecodes) -> Set<VideoCodec> {
        let named = Set(page.codecs.compactMap(VideoCodec.init))
        return named.isEmpty ? Set(allCases) : named
    }

    /// How the codec is agreed on.
    fileprivate var capability: CodecCapability {
        switch self {
        case .vp8: .vp8
        case .vp9: .vp9
        case .vp9Profile1: .vp9Profile1
        }
    }
}

extension CodecCapability {
    /// All that this project packs but for the pictures that cannot be shown, in its order of preference.
    static func all(showing pictures: Set<VideoCodec>) -> [CodecCapability] {
        let shown = Set(pictures.map(\.capability))
        return all.filter { $0.kind != .video || shown.contains($0) }
    }
}
