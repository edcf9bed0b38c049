import Testing

@testable import WebAssets

@Suite("Web assets")
struct WebAssetTests {
    @Test(
        "a browser that sniffs nothing is told the right type",
        arguments: [
            ("i18n.js", "text/javascript; charset=utf-8"), ("base.css", "text/css; charset=utf-8"),
            ("join.html", "text/html; charset=utf-8"), ("nearhand.svg", "image/svg+xml"),
            ("session/peer.js", "text/javascript; charset=utf-8"), ("unknown.xyz", "application/octet-stream"),
            ("none", "application/octet-stream"),
        ])
    func contentType(path: String, expected: String) {
        #expect(WebAsset(path: path, bytes: []).contentType == expected)
    }

    @Test("the entity tag is quoted and changes with every byte")
    func entityTag() {
        let bytes: [UInt8] = Array("body { color: black; }".utf8)
        let tag = WebAsset(path: "a.css", bytes: bytes).entityTag
        #expect(tag.hasPrefix("\"") && tag.hasSuffix("\"") && !tag.hasPrefix("W/"))
        #expect(WebAsset(path: "b.css", bytes: bytes).entityTag == tag)
        for index in bytes.indices {
            var changed = bytes
            changed[index] ^= 1
            #expect(WebAsset(path: "a.css", bytes: changed).entityTag != tag)
        }
        #expect(WebAsset(path: "a.css", bytes: bytes + [0]).entityTag != tag)
    }

    @Test("text is embedded as it is, and other bytes come back from base64")
    func embedded() {
        let assets = WebAsset.make(from: [
            (path: "a.js", isBase64: false, contents: "export {};\n"),
            (path: "b.png", isBase64: true, contents: "iVBORw=="),
        ])
        #expect(assets.map(\.bytes) == [Array("export {};\n".utf8), [0x89, 0x50, 0x4e, 0x47]])
    }

    @Test("the shared assets lie flat, each once, and none is empty")
    func shared() {
        let paths = WebAssets.shared.map(\.path)
        #expect(Set(paths).count == paths.count)
        #expect(paths.contains("i18n.js") && paths.contains("base.css") && paths.contains("customer-view.js"))
        for asset in WebAssets.shared {
            #expect(!asset.path.contains("/"))
            #expect(!asset.bytes.isEmpty)
            #expect(asset.contentType != "application/octet-stream", "\(asset.path)")
        }
    }
}
