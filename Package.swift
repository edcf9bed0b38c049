// swift-tools-version: 6.2
import Foundation
import PackageDescription

// NEARHAND_CORE=1 leaves out the service, the console and the packages they need, so that sanitizer and
// fuzzer builds hold only the pure targets, the C wrappers and the transport.
//
// NEARHAND_FUZZ=1 does the same and adds the fuzzer of `make fuzz`; everything is built with libFuzzer's coverage and
// AddressSanitizer then.
//
// NEARHAND_SANITIZE=thread does the same for `make thread-sanitizer`, whose `Mutex` is one that ThreadSanitizer knows:
// `import Synchronization` in a shell means Tests/ThreadSanitizer/VisibleMutex then.
let environment = ProcessInfo.processInfo.environment
let fuzzing = environment["NEARHAND_FUZZ"] == "1"
let findingRaces = environment["NEARHAND_SANITIZE"] == "thread"
let coreOnly = fuzzing || findingRaces || environment["NEARHAND_CORE"] == "1"
let fuzzingFlags = ["-sanitize=fuzzer,address"]
let visibleMutexFlags = ["-module-alias", "Synchronization=VisibleMutex"]

let common: [SwiftSetting] =
    [
        .swiftLanguageMode(.v6),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        .treatAllWarnings(as: .error),
    ] + (fuzzing ? [.unsafeFlags(fuzzingFlags)] : [])

/// A target that imports only pure targets: neither Foundation, NIO, Dispatch nor a C module.
func pure(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(
        name: name, dependencies: dependencies,
        swiftSettings: common + [.strictMemorySafety(), .enableExperimentalFeature("Lifetimes")])
}

/// A target with a shell's freedom: C modules, Foundation, NIO.
func shell(
    _ name: String, _ dependencies: [Target.Dependency] = [], path: String? = nil, exclude: [String] = [],
    plugins: [Target.PluginUsage] = []
) -> Target {
    .target(
        name: name, dependencies: dependencies + (findingRaces ? ["VisibleMutex"] : []), path: path, exclude: exclude,
        swiftSettings: common + (findingRaces ? [.unsafeFlags(visibleMutexFlags)] : []), plugins: plugins)
}

/// A C library of the system, described by `Sources/<name>/module.modulemap`.
func system(_ name: String, pkgConfig: String? = nil, debian: String) -> Target {
    .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt([debian])])
}

func tests(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: [.byName(name: name), "TestSupport"] + dependencies, swiftSettings: common)
}

let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let nio: [Target.Dependency] = ["NIOCore", "NIOPosix", "NIOHTTP1", "NIOWebSocket"].map {
    .product(name: $0, package: "swift-nio")
}
let nioSSL: Target.Dependency = .product(name: "NIOSSL", package: "swift-nio-ssl")
let hummingbird: [Target.Dependency] = ["Hummingbird", "HummingbirdCore", "HummingbirdTLS"].map {
    .product(name: $0, package: "hummingbird")
}

let base: [Target] = [
    pure("Wire"),
    shell("WireJSON", ["Wire"]),
]

let protocols: [Target] = [
    pure("Pairing", ["Wire"]),
    pure("SDP", ["Wire"]),
    pure("JSEP", ["Wire", "SDP"]),
    pure("RTP", ["Wire"]),
    pure("CongestionControl", ["Wire", "RTP"]),
    pure("SCTP", ["Wire"]),
    pure("DataChannel", ["Wire", "SCTP"]),
    pure("STUN", ["Wire"]),
    pure("SessionDomain", ["Wire"]),
    pure("SignalingProtocol", ["Wire"]),
    pure("SignalingDomain", ["Wire", "SignalingProtocol"]),
]

let systemLibraries: [Target] = [
    system("CNice", pkgConfig: "nice", debian: "libnice-dev"),
    system("COpenSSL", pkgConfig: "openssl", debian: "libssl-dev"),
    system("CSRTP", pkgConfig: "libsrtp2", debian: "libsrtp2-dev"),
    system("COpus", pkgConfig: "opus", debian: "libopus-dev"),
    // Without pkg-config: its flags are ones that SwiftPM does not pass on, and nothing needs them.
    system("CPulse", debian: "libpulse-dev"),
    system("CVPX", pkgConfig: "vpx", debian: "libvpx-dev"),
    system("CYUV", debian: "libyuv-dev"),
    system("CX11", pkgConfig: "x11 xext xcomposite xdamage xfixes xrandr xtst xi xft fontconfig", debian: "libxft-dev"),
    .systemLibrary(name: "CProcess"),
    .systemLibrary(name: "CUDP"),
    .systemLibrary(name: "CChecksum"),
    .systemLibrary(name: "CLink", path: "Interop/link/CLink"),
    system("CQREncode", pkgConfig: "libqrencode", debian: "libqrencode-dev"),
    system("CArgon2", pkgConfig: "libargon2", debian: "libargon2-dev"),
]

let wrappers: [Target] = [
    shell("UDP", ["CUDP"]),
    shell("Checksum", ["CChecksum"]),
    shell("ICE", ["Wire", "SDP", "UDP", "CNice"]),
    shell("DTLS", ["Wire", "SDP", "COpenSSL"]),
    shell("SRTP", ["Wire", "CSRTP"]),
    shell("Opus", ["COpus"]),
    shell("Audio", ["Wire", "CPulse"]),
    shell("VPX", ["Wire", "RTP", "CVPX", "CYUV"]),
    shell("Desktop", ["Wire", "RTP", "CProcess", "CX11", "VPX"]),
    shell("Cryptography", ["Wire", "WireJSON", "Pairing", "SignalingProtocol", crypto]),
]

let transport: [Target] = [
    shell(
        "PeerEngine",
        ["Wire", "SDP", "JSEP", "RTP", "CongestionControl", "SCTP", "DataChannel", "Checksum", "DTLS", "SRTP"]),
    shell(
        "PeerConnection",
        [
            "Wire", "SDP", "JSEP", "RTP", "CongestionControl", "SCTP", "DataChannel", "PeerEngine", "ICE", "DTLS",
            logging,
        ]),
    shell("Media", ["Wire", "RTP", "CProcess", "VPX", "Opus", "Audio", "Desktop"]),
    .executableTarget(
        name: "nearhand-peer",
        dependencies: [
            "Wire", "WireJSON", "SDP", "JSEP", "RTP", "DataChannel", "DTLS", "ICE", "PeerConnection", "Opus", "VPX",
            "Desktop", "Audio", "Media", logging,
        ],
        path: "Interop/peers/nearhand-peer", swiftSettings: common),
    shell("LinkEmulation", ["Wire"], path: "Interop/link/Emulation"),
    .executableTarget(
        name: "nearhand-link", dependencies: ["Wire", "WireJSON", "LinkEmulation", "CLink"],
        path: "Interop/link/nearhand-link", swiftSettings: common),
]

let coreTests: [Target] = [
    .target(name: "TestSupport", dependencies: ["Wire"], path: "Tests/TestSupport", swiftSettings: common),
    .target(
        name: "FuzzEntries",
        dependencies: [
            "Wire", "WireJSON", "Pairing", "Cryptography", "SDP", "JSEP", "RTP", "SCTP", "DataChannel", "STUN",
            "SessionDomain", "SignalingProtocol", "DTLS", "Desktop", "TestSupport",
        ],
        path: "Tests/Fuzz/Entries", swiftSettings: common),
    .testTarget(name: "FuzzTests", dependencies: ["FuzzEntries", "TestSupport"], swiftSettings: common),
    tests("Wire"), tests("WireJSON"),
    tests("Pairing", ["Cryptography", "WireJSON", crypto]),
    tests("SDP"), tests("JSEP", ["SDP"]), tests("RTP"), tests("CongestionControl", ["Wire", "RTP"]),
    tests("SCTP", ["FuzzEntries"]),
    tests("DataChannel", ["SCTP", "FuzzEntries"]), tests("STUN"),
    tests("SessionDomain", ["WireJSON"]), tests("SignalingProtocol", ["Wire", "WireJSON"]),
    tests("SignalingDomain", ["Wire", "SignalingProtocol"]),
    tests("UDP"), tests("Checksum", ["SCTP"]), tests("ICE", ["SDP"]), tests("DTLS", ["SDP", "CVirtualClock"]),
    tests("SRTP"), tests("Opus", ["RTP"]), tests("Audio", ["Wire"]), tests("VPX", ["RTP"]),
    tests("Desktop", ["Wire", "RTP", "VPX"]),
    tests("Cryptography", ["Pairing", "SignalingProtocol", "Wire", crypto]),
    // The wall clock that OpenSSL reads, under a test's control.
    .target(name: "CVirtualClock", path: "Tests/CVirtualClock"),
    tests(
        "PeerEngine",
        [
            "DTLS", "SCTP", "DataChannel", "RTP", "CongestionControl", "SDP", "JSEP", "CVirtualClock", "Desktop",
            "Media", "VPX",
        ]),
    tests("PeerConnection", ["PeerEngine", "SDP", "JSEP", "RTP", "DataChannel", "DTLS", "ICE", logging]),
    tests("LinkEmulation", ["Wire"]),
    // Xvfb and a program on its screen.
    .target(
        name: "DesktopTestSupport", dependencies: ["CX11"], path: "Tests/DesktopTestSupport", swiftSettings: common),
    .executableTarget(
        name: "DesktopTestChild", dependencies: ["Desktop"], path: "Tests/DesktopTestChild", swiftSettings: common),
    // A PulseAudio daemon with null sinks, and a line for voices.
    .target(
        name: "AudioTestSupport", dependencies: ["Wire", "RTP", "Audio", "Media"], path: "Tests/AudioTestSupport",
        swiftSettings: common),
    tests(
        "Media",
        ["Wire", "RTP", "VPX", "Audio", "Desktop", "AudioTestSupport", "DesktopTestSupport", "DesktopTestChild"]),
    .testTarget(
        name: "ArchitectureTests", dependencies: ["TestSupport"], swiftSettings: common),
]

let fuzzer: [Target] = [
    .systemLibrary(name: "CFuzzer", path: "Tests/Fuzz/CFuzzer"),
    .executableTarget(
        name: "nearhand-fuzz", dependencies: ["FuzzEntries", "CFuzzer"], path: "Tests/Fuzz/Main",
        swiftSettings: common, linkerSettings: [.unsafeFlags(fuzzingFlags + ["-use-ld=lld"])]),
]

let visibleMutex: [Target] = [
    .target(name: "VisibleMutex", path: "Tests/ThreadSanitizer/VisibleMutex", swiftSettings: common)
]

let serviceAndConsole: [Target] = [
    .executableTarget(name: "embed-web-assets", path: "Sources/EmbedWebAssets/Tool", swiftSettings: common),
    .plugin(
        name: "EmbedWebAssets", capability: .buildTool(), dependencies: ["embed-web-assets"],
        path: "Sources/EmbedWebAssets/Plugin"),
    shell("WebAssets", ["Wire"], exclude: ["Web"], plugins: ["EmbedWebAssets"]),
    shell("QRCode", ["CQREncode"]),
    shell(
        "SignalingStore",
        ["Wire", "WireJSON", "SignalingProtocol", "SignalingDomain", .product(name: "GRDB", package: "GRDB.swift")],
        path: "Signaling/Store"),
    shell(
        "SignalingService",
        [
            "Wire", "WireJSON", "STUN", "SignalingProtocol", "SignalingDomain", "SignalingStore", "WebAssets",
            "Cryptography", "CArgon2",
            crypto, logging, nioSSL,
        ] + nio + hummingbird,
        path: "Signaling/Service", plugins: ["EmbedWebAssets"]),
    shell("Tunnel", ["Wire", logging, nioSSL] + nio),
    shell("SignalingClient", ["Wire", "WireJSON", "SignalingProtocol", "Tunnel", logging] + nio),
    shell(
        "Console", ["Wire", "WireJSON", "SessionDomain", "WebAssets", "QRCode", crypto, logging] + nio,
        exclude: ["Web"], plugins: ["EmbedWebAssets"]),
    shell(
        "Node",
        [
            "Wire", "WireJSON", "Pairing", "Cryptography", "SDP", "RTP", "SessionDomain", "SignalingProtocol",
            "SignalingClient", "Tunnel", "PeerConnection", "PeerEngine", "DataChannel", "SCTP", "JSEP", "DTLS", "ICE",
            "Audio", "Media", "Desktop",
            "Console", crypto, logging,
        ]),
    .executableTarget(
        name: "nearhand",
        dependencies: [
            "Wire", "Node", "Console", "Cryptography", "Desktop", "ICE", "Tunnel", "SignalingService",
            "SignalingDomain",
            "SessionDomain", "SignalingProtocol", crypto, logging,
            .product(name: "ArgumentParser", package: "swift-argument-parser"),
        ],
        exclude: ["Packaging"],
        swiftSettings: common),
    tests("WebAssets"),
    tests("SignalingStore", ["Wire", "SignalingDomain", "SignalingProtocol"]),
    tests(
        "SignalingService",
        [
            "Wire", "WireJSON", "SignalingClient", "SignalingProtocol", "SignalingStore", "SignalingDomain", "STUN",
            "Cryptography", crypto,
            logging,
        ] + nio),
    tests("SignalingClient", ["Wire", "SignalingProtocol"]),
    tests("Tunnel", ["Wire", logging, nioSSL] + nio),
    tests("QRCode"),
    tests("Console", ["Wire", "WireJSON", "SessionDomain", logging] + nio),
    tests(
        "Node",
        [
            "RTP", "ICE", "Cryptography", "SignalingClient", "SignalingService", "SignalingStore", "SignalingDomain",
            "SignalingProtocol", "SessionDomain", "Pairing", "Console", crypto, logging,
        ]),
]

let coreDependencies: [Package.Dependency] = [
    .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-log.git", from: "1.16.2"),
]

let serviceDependencies: [Package.Dependency] = [
    .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl.git", from: "2.37.6"),
    .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.28.1", traits: []),
    .package(url: "https://github.com/groue/GRDB.swift.git", from: "7.10.0"),
]

let package = Package(
    name: "nearhand",
    dependencies: coreDependencies + (coreOnly ? [] : serviceDependencies),
    targets: base + protocols + systemLibraries + wrappers + transport + coreTests
        + (coreOnly ? [] : serviceAndConsole) + (fuzzing ? fuzzer : []) + (findingRaces ? visibleMutex : [])
)
