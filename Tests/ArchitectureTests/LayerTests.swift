import Testing

@Suite("Arrows point down, and pure targets stay pure")
struct LayerTests {
    /// The pure targets and what each may import. A target that is not here may not be imported by one that is.
    static let pureTargets: [String: Set<String>] = [
        "Wire": [],
        "Pairing": ["Wire"],
        "SDP": ["Wire"],
        "JSEP": ["Wire", "SDP"],
        "RTP": ["Wire"],
        "CongestionControl": ["Wire", "RTP"],
        "SCTP": ["Wire"],
        "DataChannel": ["Wire", "SCTP"],
        "STUN": ["Wire"],
        "SessionDomain": ["Wire"],
        "SignalingProtocol": ["Wire"],
        "SignalingDomain": ["Wire", "SignalingProtocol"],
    ]

    /// Why a pure target may not have what an engineer is most likely to reach for.
    static func reason(against module: String) -> String {
        switch module {
        case "Foundation", "FoundationEssentials":
            "Foundation brings locale, files and clocks; JSON goes through WireJSON, time comes in as an argument"
        case "Dispatch": "queues and timers belong to the shells; a pure target names its next deadline instead"
        case "Glibc", "Musl", "Darwin":
            "the C library brings clocks, sockets and randomness, which come in as arguments"
        case _ where module.hasPrefix("NIO"): "sockets belong to the shells"
        case _ where module.hasPrefix("C"): "C modules are fenced in their wrapper targets"
        default: "the table of LayerTests does not let it; an arrow points down only"
        }
    }

    @Test("A pure target imports only what its row allows", arguments: pureTargets.keys.sorted())
    func imports(target: String) throws {
        let files = SourceTree.swiftFiles(in: "Sources/\(target)")
        #expect(!files.isEmpty, "Sources/\(target) has no Swift file")
        for file in files {
            for module in try SourceTree.imports(of: file) where module != "Swift" {
                #expect(
                    Self.pureTargets[target]?.contains(module) == true,
                    "\(file) imports \(module): \(Self.reason(against: module))")
            }
        }
    }

    @Test("No row of the table points at itself or upwards")
    func acyclic() {
        func reaches(_ from: String, _ to: String) -> Bool {
            (Self.pureTargets[from] ?? []).contains { $0 == to || reaches($0, to) }
        }
        for target in Self.pureTargets.keys {
            #expect(!reaches(target, target), "\(target) imports itself by a detour")
            for dependency in Self.pureTargets[target] ?? [] {
                #expect(Self.pureTargets[dependency] != nil, "\(dependency) is not pure, and \(target) is")
            }
        }
    }

    @Test("The package declares exactly these targets as pure")
    func packageManifest() throws {
        let declared = try SourceTree.lines(of: "Package.swift").compactMap { line -> String? in
            let parts = line.split(separator: "\"", omittingEmptySubsequences: false)
            guard parts.count >= 2, parts[0].hasSuffix("pure("), !parts[0].contains("func") else { return nil }
            return String(parts[1])
        }
        #expect(Set(declared) == Set(Self.pureTargets.keys))
    }

    @Test("Each C library is imported by its wrapper alone")
    func wrappers() throws {
        let owners: [String: Set<String>] = [
            "CNice": ["ICE"], "CUDP": ["UDP"], "CChecksum": ["Checksum"], "COpenSSL": ["DTLS"], "CSRTP": ["SRTP"],
            "COpus": ["Opus"], "CPulse": ["Audio"], "CVPX": ["VPX"],
            "CYUV": ["VPX", "Desktop"],
            "CX11": ["Desktop"], "CQREncode": ["QRCode"],
        ]
        for file in SourceTree.swiftFiles(in: "Sources") {
            let target = file.split(separator: "/")[1]
            for module in try SourceTree.imports(of: file) {
                guard let allowed = owners[module] else { continue }
                #expect(allowed.contains(String(target)), "\(file) imports \(module) past its wrapper")
            }
        }
    }
}
