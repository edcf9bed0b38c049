/// What aiortc 1.16 says, captured and cut down to two codecs.
package enum AiortcDescriptions {
    /// A track sent and a data channel; three fingerprints, a port of its own for each section.
    package static let offer = """
        v=0
        o=- 4004388053 4004388053 IN IP4 0.0.0.0
        s=-
        t=0 0
        a=group:BUNDLE 0 1
        a=msid-semantic:WMS *
        m=video 49782 UDP/TLS/RTP/SAVPF 97 98 99 100
        c=IN IP4 192.0.2.2
        a=sendonly
        a=extmap:1 urn:ietf:params:rtp-hdrext:sdes:mid
        a=extmap:3 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time
        a=mid:0
        a=msid:8095ef5d-fcf9-47cb-8961-1f37aadac06a 29e3994f-d950-4387-9b07-30a20bb436a1
        a=rtcp:9 IN IP4 0.0.0.0
        a=rtcp-mux
        a=ssrc-group:FID 3393280572 3626345770
        a=ssrc:3393280572 cname:91824d9e-38a5-4f2a-9e4f-0d1e276ea03d
        a=ssrc:3626345770 cname:91824d9e-38a5-4f2a-9e4f-0d1e276ea03d
        a=rtpmap:97 VP8/90000
        a=rtcp-fb:97 nack
        a=rtcp-fb:97 nack pli
        a=rtcp-fb:97 goog-remb
        a=rtpmap:98 rtx/90000
        a=fmtp:98 apt=97
        a=rtpmap:99 H264/90000
        a=rtcp-fb:99 nack
        a=rtcp-fb:99 nack pli
        a=rtcp-fb:99 goog-remb
        a=fmtp:99 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42001f
        a=rtpmap:100 rtx/90000
        a=fmtp:100 apt=99
        a=candidate:f957a2332b1715da3b0ef8ba684454eb 1 udp 2130706431 192.0.2.2 49782 typ host
        a=candidate:d0bcf3d9c29a2bc887618212a1623bfa 1 udp 2130706431 fd00::2 60936 typ host
        a=end-of-candidates
        a=ice-ufrag:Siv4
        a=ice-pwd:2TSL2eRd6xOnOdXt8b49X2
        a=fingerprint:sha-256 CE:EB:8A:DE:B9:B7:87:3E:87:5C:8D:8F:A5:C0:4D:CE:1B:15:6E:75:1E:D4:80:F9:3A:45:C8:32:D6:F0:C8:21
        a=fingerprint:sha-384 F7:7E:E8:A8:0B:4D:2E:3A:C8:28:06:72:FC:DD:FD:51:D8:B0:01:01:90:9F:18:28:B8:2C:23:CE:6C:FB:31:55:4B:7A:A3:29:58:49:4D:1A:D1:B4:C3:A9:F0:B1:3D:B1
        a=fingerprint:sha-512 9C:14:31:90:25:AE:9E:73:41:90:BE:99:B4:FB:CB:7F:13:8C:A1:4A:23:87:B3:CF:86:AF:04:AF:F4:E9:C7:D1:DA:BA:FD:B5:17:DC:C3:7C:4D:28:98:10:C0:20:BE:33:C8:DD:B9:FC:22:50:95:20:D6:8D:84:C2:C7:DA:6E:14
        a=setup:actpass
        m=application 40596 UDP/DTLS/SCTP webrtc-datachannel
        c=IN IP4 192.0.2.2
        a=mid:1
        a=sctp-port:5000
        a=max-message-size:262144
        a=candidate:f957a2332b1715da3b0ef8ba684454eb 1 udp 2130706431 192.0.2.2 40596 typ host
        a=candidate:d0bcf3d9c29a2bc887618212a1623bfa 1 udp 2130706431 fd00::2 55435 typ host
        a=end-of-candidates
        a=ice-ufrag:Siv4
        a=ice-pwd:2TSL2eRd6xOnOdXt8b49X2
        a=fingerprint:sha-256 CE:EB:8A:DE:B9:B7:87:3E:87:5C:8D:8F:A5:C0:4D:CE:1B:15:6E:75:1E:D4:80:F9:3A:45:C8:32:D6:F0:C8:21
        a=fingerprint:sha-384 F7:7E:E8:A8:0B:4D:2E:3A:C8:28:06:72:FC:DD:FD:51:D8:B0:01:01:90:9F:18:28:B8:2C:23:CE:6C:FB:31:55:4B:7A:A3:29:58:49:4D:1A:D1:B4:C3:A9:F0:B1:3D:B1
        a=fingerprint:sha-512 9C:14:31:90:25:AE:9E:73:41:90:BE:99:B4:FB:CB:7F:13:8C:A1:4A:23:87:B3:CF:86:AF:04:AF:F4:E9:C7:D1:DA:BA:FD:B5:17:DC:C3:7C:4D:28:98:10:C0:20:BE:33:C8:DD:B9:FC:22:50:95:20:D6:8D:84:C2:C7:DA:6E:14
        a=setup:actpass

        """

    /// To our offer of a received video section and data channels.
    package static let answer = """
        v=0
        o=- 4004388053 4004388053 IN IP4 0.0.0.0
        s=-
        t=0 0
        a=group:BUNDLE 0 1
        a=msid-semantic:WMS *
        m=video 58357 UDP/TLS/RTP/SAVPF 96 97
        c=IN IP4 192.0.2.2
        a=sendonly
        a=extmap:1 urn:ietf:params:rtp-hdrext:sdes:mid
        a=extmap:3 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time
        a=mid:0
        a=msid:b475fdf7-726f-4a15-b3b2-e58ea12427d0 efbf3759-0a6b-4599-b51b-74f08e1136d7
        a=rtcp:9 IN IP4 0.0.0.0
        a=rtcp-mux
        a=ssrc-group:FID 547268757 459767718
        a=ssrc:547268757 cname:afc02558-9bc8-425f-a2d5-da859eac9d31
        a=ssrc:459767718 cname:afc02558-9bc8-425f-a2d5-da859eac9d31
        a=rtpmap:96 VP8/90000
        a=rtcp-fb:96 nack
        a=rtcp-fb:96 nack pli
        a=rtcp-fb:96 goog-remb
        a=rtpmap:97 rtx/90000
        a=fmtp:97 apt=96
        a=candidate:f957a2332b1715da3b0ef8ba684454eb 1 udp 2130706431 192.0.2.2 58357 typ host
        a=candidate:d0bcf3d9c29a2bc887618212a1623bfa 1 udp 2130706431 fd00::2 58939 typ host
        a=end-of-candidates
        a=ice-ufrag:fq3F
        a=ice-pwd:lq4ZCiWErwLHVIPr469b7j
        a=fingerprint:sha-256 04:B9:89:19:E9:C0:FA:61:D1:8C:E7:4D:A0:08:8F:EB:41:1F:39:49:24:15:12:54:ED:EE:86:47:CD:42:AF:AB
        a=fingerprint:sha-384 AA:11:36:4D:9B:10:6E:77:87:07:29:76:60:BA:63:4D:8C:B9:BF:71:75:68:45:5B:BB:56:EB:FC:9F:50:26:32:F6:E7:D8:78:BD:2D:A2:EF:D6:99:77:DA:A5:1E:43:1B
        a=fingerprint:sha-512 C5:DD:D9:3C:4F:7A:8C:21:F1:F6:5C:E4:D9:6F:FA:FB:61:6E:27:C4:D1:70:E8:AD:8E:FC:54:B5:E3:59:3F:F0:AF:12:F7:AB:B8:FF:63:9B:AA:8E:04:A3:E0:D1:C5:12:A1:FE:3A:2F:81:C4:63:BC:0D:21:37:59:6A:C7:D4:85
        a=setup:active
        m=application 58357 UDP/DTLS/SCTP webrtc-datachannel
        c=IN IP4 192.0.2.2
        a=mid:1
        a=sctp-port:5000
        a=max-message-size:262144
        a=candidate:f957a2332b1715da3b0ef8ba684454eb 1 udp 2130706431 192.0.2.2 58357 typ host
        a=candidate:d0bcf3d9c29a2bc887618212a1623bfa 1 udp 2130706431 fd00::2 58939 typ host
        a=end-of-candidates
        a=ice-ufrag:fq3F
        a=ice-pwd:lq4ZCiWErwLHVIPr469b7j
        a=fingerprint:sha-256 04:B9:89:19:E9:C0:FA:61:D1:8C:E7:4D:A0:08:8F:EB:41:1F:39:49:24:15:12:54:ED:EE:86:47:CD:42:AF:AB
        a=fingerprint:sha-384 AA:11:36:4D:9B:10:6E:77:87:07:29:76:60:BA:63:4D:8C:B9:BF:71:75:68:45:5B:BB:56:EB:FC:9F:50:26:32:F6:E7:D8:78:BD:2D:A2:EF:D6:99:77:DA:A5:1E:43:1B
        a=fingerprint:sha-512 C5:DD:D9:3C:4F:7A:8C:21:F1:F6:5C:E4:D9:6F:FA:FB:61:6E:27:C4:D1:70:E8:AD:8E:FC:54:B5:E3:59:3F:F0:AF:12:F7:AB:B8:FF:63:9B:AA:8E:04:A3:E0:D1:C5:12:A1:FE:3A:2F:81:C4:63:BC:0D:21:37:59:6A:C7:D4:85
        a=setup:active

        """
}
