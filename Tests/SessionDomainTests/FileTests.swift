import Testing
import Wire

@testable import SessionDomain

/// Published files and their transfers.
struct FileTests {
    let session = Session.connected()
    let hash = String(repeating: "ab", count: 32)

    @Test func aDownloadFromOfferToReceipt() throws {
        let file = try #require(publish())
        let entry = try #require(session.customerSnapshot.files.first)
        #expect(entry.name == "manual.pdf" && entry.progress == .offered)
        let transfer = try #require(download(file))
        #expect(session.hostOutputs.contains(.sendFile(file, transfer: transfer, offset: 0)))
        session.host.handleProgress(of: transfer, sent: 500)
        session.customer.handleProgress(of: transfer, received: 400)
        #expect(session.hostSnapshot.files.first?.progress == .transferring(received: 500))
        #expect(session.customerSnapshot.files.first?.progress == .transferring(received: 400))
        session.customer.handleCompletion(of: transfer, savedTo: "/home/grace/manual.pdf")
        session.deliver()
        #expect(session.hostSnapshot.files.first?.progress == .complete)
        #expect(session.customerSnapshot.files.first?.savedTo == "/home/grace/manual.pdf")
        #expect(session.hostNotices().last == .fileDelivered)
        #expect(session.customerNotices().last == .fileSaved)
    }

    @Test func theReceiverIsReadyBeforeItAsks() throws {
        let file = try #require(publish())
        let transfer = try #require(download(file))
        let ready = session.customerOutputs.firstIndex {
            if case .startDownload(transfer, _) = $0 { true } else { false }
        }
        let asked = session.customerOutputs.firstIndex { if case .send(.fileWanted) = $0 { true } else { false } }
        #expect(try #require(ready) < #require(asked))
    }

    @Test func cancelledByTheCustomer() throws {
        let file = try #require(publish())
        let transfer = try #require(download(file))
        session.customer(.cancelDownload(.init(file: file)))
        #expect(session.customerOutputs.contains(.cancelDownload(transfer)))
        #expect(session.hostOutputs.contains(.cancelTransfer(transfer)))
        #expect(session.hostSnapshot.files.first?.progress == .failed(reason: .cancelled))
        #expect(download(file) != transfer)
    }

    @Test func withdrawnByTheHostOnTheWay() throws {
        let file = try #require(publish())
        let transfer = try #require(download(file))
        session.host(.withdrawFile(.init(file: file)))
        #expect(session.hostOutputs.contains(.cancelTransfer(transfer)))
        #expect(session.hostOutputs.contains(.discardFile(file)))
        #expect(session.customerOutputs.contains(.cancelDownload(transfer)))
        #expect(session.customerSnapshot.files.isEmpty)
    }

    @Test func failedAtTheHost() throws {
        let file = try #require(publish())
        let transfer = try #require(download(file))
        session.host.handleFailure(of: transfer, reason: .changed)
        session.deliver()
        #expect(session.customerSnapshot.files.first?.progress == .failed(reason: .changed))
    }

    @Test func cutOffByTheLossOfTheConnection() throws {
        let file = try #require(publish())
        let transfer = try #require(download(file))
        session.isPathUp = false
        session.advance(by: .seconds(121))
        #expect(session.customerOutputs.contains(.suspendDownload(transfer)))
        #expect(!session.customerOutputs.contains(.cancelDownload(transfer)))
        #expect(session.hostOutputs.contains(.cancelTransfer(transfer)))
        #expect(session.hostSnapshot.files.first?.progress == .failed(reason: .connectionLost))
    }

    @Test func goesOnWhereItBrokeOff() throws {
        let file = try #require(publish())
        let broken = try #require(download(file))
        session.customer.handleFailure(of: broken, reason: .connectionLost)
        session.deliver()
        #expect(session.customerOutputs.contains(.suspendDownload(broken)))
        session.keptByteCount = 400
        let transfer = try #require(download(file))
        #expect(session.hostOutputs.contains(.sendFile(file, transfer: transfer, offset: 400)))
        #expect(session.customerSnapshot.files.first?.progress == .transferring(received: 400))
        #expect(session.hostSnapshot.files.first?.progress == .transferring(received: 400))
    }

    @Test func aPauseKeepsWhatHasArrivedAndIsNoFailure() throws {
        let file = try #require(publish())
        let paused = try #require(download(file))
        session.customer(.pauseDownload(.init(file: file)))
        #expect(session.customerOutputs.contains(.suspendDownload(paused)))
        #expect(session.hostOutputs.contains(.cancelTransfer(paused)))
        #expect(session.customerSnapshot.files.first?.progress == .failed(reason: .paused))
        #expect(session.hostSnapshot.files.first?.progress == .failed(reason: .paused))
        #expect(!session.hostNotices().contains(.fileNotDelivered))
        session.keptByteCount = 400
        let transfer = try #require(download(file))
        #expect(session.hostOutputs.contains(.sendFile(file, transfer: transfer, offset: 400)))
    }

    @Test func aPlaceThatCannotBeOpenedIsNotAskedFor() throws {
        let file = try #require(publish())
        session.isPathUp = false
        session.customer.handle(.downloadFile(.init(file: file)), now: session.now, wallClock: session.wallClock)
        guard case .startDownload(let transfer, _) = session.customer.pollOutput() else {
            Issue.record("nothing was begun")
            return
        }
        session.customer.handleFailure(of: transfer, reason: .writeFailed)
        session.customer.handleReady(of: transfer, from: 0)
        session.deliver()
        #expect(!session.customerOutputs.contains { if case .send(.fileWanted) = $0 { true } else { false } })
    }

    @Test func nonsenseIsNotOffered() {
        let bad: [(String, Int, String)] = [
            ("f1", -1, hash), ("f2", .max, hash), ("f3", 1, ""), ("f4", 1, hash.uppercased()),
            ("f5", 1, String(hash.dropLast())), ("", 1, hash), ("../f", 1, hash),
        ]
        for (id, size, sha256) in bad {
            let message = ControlMessage.FilePublished(
                file: FileID(rawValue: id), name: "a", size: size, sha256: sha256)
            session.customer.handle(.filePublished(message), now: session.now)
        }
        #expect(session.customerSnapshot.files.isEmpty)
        #expect(session.customerIgnoredCount == bad.count)
    }

    @Test func aHostileNameBecomesOneComponent() {
        let message = ControlMessage.FilePublished(
            file: FileID(rawValue: "f"), name: "../../.ssh/authorized_keys", size: 0, sha256: hash)
        session.customer.handle(.filePublished(message), now: session.now)
        #expect(session.customerSnapshot.files.map(\.name) == ["authorized_keys"])
    }

    @Test func whatIsNotThereIsNotSent() throws {
        let file = try #require(publish())
        let wanted: [(FileID, String, Int)] = [
            (FileID(rawValue: "no"), "t1", 0), (file, "t2", -1), (file, "t3", 1_001), (file, "t4", .max),
        ]
        for (file, transfer, offset) in wanted {
            let message = ControlMessage.FileWanted(
                file: file, transfer: TransferID(rawValue: transfer), offset: offset)
            session.host.handle(.fileWanted(message), now: session.now)
        }
        session.deliver()
        #expect(!session.hostOutputs.contains { if case .sendFile = $0 { true } else { false } })
    }

    @Test func aTransferThatIsAskedForTwiceIsSentOnce() throws {
        let file = try #require(publish())
        let wanted = ControlMessage.FileWanted(file: file, transfer: TransferID(rawValue: "t"))
        session.host.handle(.fileWanted(wanted), now: session.now)
        session.host.handle(.fileWanted(wanted), now: session.now)
        session.deliver()
        #expect(session.hostOutputs.count { if case .sendFile = $0 { true } else { false } } == 1)
        #expect(session.hostIgnoredCount == 1)
    }

    @Test func transfersAtOnceAreLimited() throws {
        for index in 0..<20 {
            let file = try #require(publish())
            let wanted = ControlMessage.FileWanted(file: file, transfer: TransferID(rawValue: "t\(index)"))
            session.host.handle(.fileWanted(wanted), now: session.now)
        }
        session.deliver()
        let sent = session.hostOutputs.count { if case .sendFile = $0 { true } else { false } }
        #expect(sent == PublishedFiles.maximumTransferCount)
    }

    private func publish() -> FileID? {
        defer { session.deliver() }
        return session.host.publishFile(name: "manual.pdf", size: 1_000, sha256: hash)
    }

    private func download(_ file: FileID) -> TransferID? {
        session.customer(.downloadFile(.init(file: file)))
        return session.customerOutputs.compactMap {
            if case .startDownload(let transfer, _) = $0 { transfer } else { nil }
        }
        .last
    }
}
