import Testing
import Tunnel
import Wire

@Suite("The address of a proxy")
struct HTTPProxyTests {
    @Test(
        "a host, with or without scheme and port",
        arguments: [
            ("proxy.example", "proxy.example", 1_080), ("http://proxy.example:3128/", "proxy.example", 3_128),
            ("HTTP://192.0.2.1:8080", "192.0.2.1", 8_080), ("http://[2001:db8::1]:3128", "2001:db8::1", 3_128),
            ("http://[2001:db8::1]", "2001:db8::1", 1_080),
        ] as [(String, String, UInt16)])
    func parses(_ text: String, _ host: String, _ port: UInt16) throws {
        let proxy = try #require(HTTPProxy(text))
        #expect(proxy.host == host)
        #expect(proxy.port == port)
        #expect(proxy.authorization == nil)
    }

    @Test("a name and a password become the Basic scheme, and are printed nowhere")
    func credentials() throws {
        // RFC 7617 §2.
        let proxy = try #require(HTTPProxy("http://Aladdin:open%20sesame@proxy.example:3128"))
        #expect(proxy.authorization?.value == "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==")
        #expect(proxy.host == "proxy.example")
        #expect(!"\(proxy)".contains("QWxh"))
        #expect(HTTPProxy("http://a:b@c@proxy.example")?.authorization?.value == "Basic YTpiQGM=")
    }

    @Test(
        "refuses the rest",
        arguments: [
            "", "https://proxy.example", "socks5://proxy.example", "http://proxy.example:0", "proxy.example:http",
            "http://proxy.example/path", "http://name@proxy.example", "http://[::1", "2001:db8::1", "a b",
            "http://proxy.example:+80", "http://[::1]:+80",
            "http://a%zz:b@proxy", "proxy\r\nX: y",
        ])
    func refuses(_ text: String) {
        #expect(HTTPProxy(text) == nil)
    }

    @Test("this computer and the exceptions need no proxy")
    func exceptions() throws {
        let proxy = try #require(HTTPProxy("proxy.example"))
        let settings = ProxySettings(
            proxy: proxy, exceptions: "intern.example, .local.example,*.star.example,192.0.2.7")
        for host in [
            "localhost", "127.0.0.1", "::1", "intern.example", "A.Intern.Example", "x.local.example", "y.star.example",
            "192.0.2.7",
        ] {
            #expect(settings.proxy(for: host) == nil, "\(host)")
        }
        for host in ["example", "notintern.example", "192.0.2.70"] {
            #expect(settings.proxy(for: host) == proxy, "\(host)")
        }
        #expect(ProxySettings(proxy: proxy, exceptions: "*").proxy(for: "example.org") == nil)
        #expect(ProxySettings.none.proxy(for: "example.org") == nil)
    }
}
