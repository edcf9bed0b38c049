import Foundation
import SignalingDomain
import SignalingProtocol
import SignalingService
import Testing

@Suite("What keeps the service from starting", .timeLimit(.minutes(1)))
struct StartTests {
    @Test("A taken port ends run and those who wait for the address, with one sentence")
    func takenPort() async throws {
        let first = try TestFolder()
        let second = try TestFolder()
        try await withService(first.configuration) { holder in
            var configuration = second.configuration
            configuration.port = try await holder.boundPort
            let port = configuration.port
            let service = try await SignalingService(configuration: configuration, logger: quiet)
            async let address = service.address
            async let boundPort = service.boundPort
            await #expect(throws: StartFailure.portTaken(port)) { try await service.run() }
            do {
                _ = try await address
                Issue.record("There is an address")
            } catch {
                #expect("\(error)" == "Port \(port) is taken by another program.")
            }
            do {
                _ = try await boundPort
                Issue.record("There is a port")
            } catch {
                #expect(error as? StartFailure == .portTaken(port))
            }
            await #expect(throws: StartFailure.portTaken(port)) { try await service.address }
        }
    }

    @Test("Waiting for the address can be cancelled")
    func cancelledWait() async throws {
        let folder = try TestFolder()
        let service = try await SignalingService(configuration: folder.configuration, logger: quiet)
        let waiting = Task { try await service.address }
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
    }

    @Test("A service that is stopped before it listens leaves nobody waiting")
    func stoppedEarly() async throws {
        let folder = try TestFolder()
        let service = try await SignalingService(configuration: folder.configuration, logger: quiet)
        let running = Task { try await service.run() }
        running.cancel()
        _ = try? await running.value
        _ = try? await service.address
    }

    @Test("A certificate that is missing, is none, or has another key is refused before anything is opened")
    func certificate() async throws {
        let folder = try TestFolder()
        var configuration = folder.configuration
        let certificate = try folder.write(CertificateFixtures.certificate, to: "certificate.pem")
        configuration.keyFile = try folder.write(CertificateFixtures.key, to: "key.pem")
        configuration.certificateFile = folder.path + "/none.pem"
        await #expect(
            throws: StartFailure.certificateUnreadable(
                file: folder.path + "/none.pem", reason: "No such file or directory")
        ) { try await start(configuration) }
        let rubbish = try folder.write("rubbish", to: "rubbish.pem")
        configuration.certificateFile = rubbish
        await #expect(
            throws: StartFailure.certificateUnreadable(file: rubbish, reason: "it holds no PEM certificate")
        ) { try await start(configuration) }
        configuration.certificateFile = certificate
        configuration.keyFile = try folder.write(CertificateFixtures.anotherKey, to: "another.pem")
        await #expect(throws: StartFailure.keyMismatch) { try await start(configuration) }
        #expect(!FileManager.default.fileExists(atPath: configuration.databasePath))
        configuration.keyFile = folder.path + "/key.pem"
        try await start(configuration)
    }

    @Test("A STUN port that another service has is refused")
    func takenSTUNPort() async throws {
        let first = try TestFolder()
        let second = try TestFolder()
        var configuration = first.configuration
        configuration.bindHost = "0.0.0.0"
        configuration.stunPort = 0
        let holder = try await SignalingService(configuration: configuration, logger: quiet)
        let port = try #require(holder.stunPort)
        configuration.databasePath = second.configuration.databasePath
        configuration.stunPort = port
        await #expect(throws: StartFailure.stunPortTaken(port)) { try await start(configuration) }
    }

    @Test("A database whose folder is missing is named")
    func missingFolder() async throws {
        let folder = try TestFolder()
        var configuration = folder.configuration
        configuration.databasePath = folder.path + "/none/nearhand.sqlite"
        await #expect(
            throws: StoreFailure.cannotOpen(file: configuration.databasePath, reason: "No such file or directory")
        ) { try await start(configuration) }
    }

    @Test("An https site needs a certificate or a proxy that has one")
    func siteWithoutCertificate() throws {
        let folder = try TestFolder()
        var configuration = folder.configuration
        let site = try #require(SiteAddress(parsing: "https://support.example"))
        configuration.site = site
        #expect(throws: ConfigurationError.siteWithoutCertificate(site)) { try configuration.validate() }
        let sentence = ConfigurationError.siteWithoutCertificate(site).description
        #expect(sentence.contains("--certificate") && sentence.contains("--behind-proxy"))
        configuration.isBehindProxy = true
        try configuration.validate()
        configuration.isBehindProxy = false
        configuration.certificateFile = "certificate.pem"
        configuration.keyFile = "key.pem"
        try configuration.validate()
    }

    private func start(_ configuration: SignalingServiceConfiguration) async throws {
        _ = try await SignalingService(configuration: configuration, logger: quiet)
    }
}
