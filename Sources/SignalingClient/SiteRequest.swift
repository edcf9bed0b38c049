import NIOCore
import NIOHTTP1
package import SignalingProtocol
package import Tunnel
package import Wire
import WireJSON

/// A question to the site's HTTP interface, over a connection of its own, before anything is asked on the WebSocket.
package struct SiteRequest: Sendable {
    /// Who invites to which site, as the site says.
    package struct Invitation: Decodable, Equatable, Sendable {
        /// As the host's account has it; not yet proved.
        package let hostDisplayName: String
        /// What the site calls itself.
        package let siteName: String
    }

    private typealias Exchange = NIOAsyncChannel<NIOHTTPClientResponseFull, HTTPClientRequestPart>

    private let connection: SiteConnection
    /// An answer that has not come by then does not come.
    private static let timeout = TimeAmount.seconds(10)
    private static let limits = JSON.Limits(maximumByteCount: 16_384, maximumDepth: 4)

    /// - Parameters:
    ///   - trustedCertificates: A PEM file of certificates to trust beside the system's.
    ///   - proxy: What stands between this computer and the site; `nil` for nothing.
    package init(site: SiteAddress, trustedCertificates: String? = nil, proxy: HTTPProxy? = nil) {
        connection = SiteConnection(site: site, trustedCertificates: trustedCertificates, proxy: proxy)
    }

    /// Asks the site who it is.
    package func site() async throws(SiteTrouble) -> ServiceMessage.Site {
        guard let site: ServiceMessage.Site = try await get("/api/site") else { throw .notNearhand }
        return site
    }

    /// Asks who invites.
    /// - Returns: `nil` when the invitation does not work (any more).
    package func invitation(_ id: InvitationID) async throws(SiteTrouble) -> Invitation? {
        // It stands in a path, and comes from a link that somebody pasted.
        let isPlain = id.rawValue.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
        guard isPlain, !id.rawValue.isEmpty else { return nil }
        return try await get("/api/invitations/\(id.rawValue)")
    }

    /// - Returns: `nil` for an answer of status 404.
    private func get<Answer: Decodable>(_ path: String) async throws(SiteTrouble) -> Answer? {
        let channel = try await connection.open { channel in
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHTTPClientHandlers()
                try channel.pipeline.syncOperations.addHandler(
                    NIOHTTPClientResponseAggregator(maxContentLength: Self.limits.maximumByteCount))
                return try Exchange(wrappingChannelSynchronously: channel)
            }
        }
        let patience = channel.channel.eventLoop.scheduleTask(in: Self.timeout) {
            channel.channel.close(promise: nil)
        }
        defer { patience.cancel() }
        let head = HTTPRequestHead(
            version: .http1_1, method: .GET, uri: path,
            headers: ["Host": connection.authority, "Accept": "application/json", "Connection": "close"])
        do {
            return try await channel.executeThenClose { inbound, outbound in
                try await outbound.write(.head(head))
                try await outbound.write(.end(nil))
                for try await response in inbound { return try Self.read(response) }
                throw SiteTrouble.unreachable
            }
        } catch {
            throw SiteTrouble(error)
        }
    }

    private static func read<Answer: Decodable>(_ response: NIOHTTPClientResponseFull) throws -> Answer? {
        switch response.head.status {
        case .ok:
            let bytes = response.body.map { Array($0.readableBytesView) } ?? []
            guard let answer = try? JSON.decode(Answer.self, from: bytes, limits: limits) else {
                throw SiteTrouble.notNearhand
            }
            return answer
        case .notFound, .badRequest, .gone: return nil
        case .internalServerError, .badGateway, .serviceUnavailable, .gatewayTimeout, .tooManyRequests:
            throw SiteTrouble.unreachable
        default: throw SiteTrouble.notNearhand
        }
    }
}
