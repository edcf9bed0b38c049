/// What Chromium 156 says, captured and cut down to a few codecs.
package enum ChromiumDescriptions {
    /// A camera track sent, an audio transceiver, a data channel.
    package static let offer = """
        v=0
        o=- 5845512344790115752 2 IN IP4 127.0.0.1
        s=-
        t=0 0
        a=group:BUNDLE 0 1 2
        a=extmap-allow-mixed
        a=msid-semantic: WMS
        m=video 9 UDP/TLS/RTP/SAVPF 96 97 102 103 118 119 120
        c=IN IP4 0.0.0.0
        a=rtcp:9 IN IP4 0.0.0.0
        a=candidate:3869925955 1 udp 2113937151 a310d2dd-fda2-40c4-8b14-706161f5a5ae.local 38518 typ host generation 0 network-cost 999
        a=candidate:768385955 1 udp 2113942271 d6dd7d0a-da2f-4c34-91f1-967f0bd3180b.local 36622 typ host generation 0 network-cost 999
        a=ice-ufrag:2TLy
        a=ice-pwd:ybgg4cBRhzbzOMjfj7d9TK62
        a=ice-options:trickle
        a=fingerprint:sha-256 24:96:BE:D2:E3:62:36:95:9C:85:FE:03:51:2C:DE:D7:D8:31:7F:AE:6B:24:46:C4:A1:1B:AB:AE:09:95:54:0D
        a=setup:actpass
        a=mid:0
        a=extmap:1 urn:ietf:params:rtp-hdrext:toffset
        a=extmap:2 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time
        a=extmap:3 urn:3gpp:video-orientation
        a=extmap:4 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01
        a=extmap:5 http://www.webrtc.org/experiments/rtp-hdrext/playout-delay
        a=extmap:6 http://www.webrtc.org/experiments/rtp-hdrext/video-content-type
        a=extmap:7 http://www.webrtc.org/experiments/rtp-hdrext/video-timing
        a=extmap:8 http://www.webrtc.org/experiments/rtp-hdrext/color-space
        a=extmap:9 urn:ietf:params:rtp-hdrext:sdes:mid
        a=extmap:10 urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id
        a=extmap:11 urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id
        a=sendonly
        a=msid:- dda0d530-c3ee-43c4-b82c-a4b18766593c
        a=rtcp-mux
        a=rtcp-rsize
        a=rtcp-xr:rcvr-rtt=all
        a=rtpmap:96 VP8/90000
        a=rtcp-fb:96 goog-remb
        a=rtcp-fb:96 transport-cc
        a=rtcp-fb:96 ccm fir
        a=rtcp-fb:96 nack
        a=rtcp-fb:96 nack pli
        a=rtpmap:97 rtx/90000
        a=fmtp:97 apt=96
        a=rtpmap:102 H264/90000
        a=rtcp-fb:102 goog-remb
        a=rtcp-fb:102 transport-cc
        a=rtcp-fb:102 ccm fir
        a=rtcp-fb:102 nack
        a=rtcp-fb:102 nack pli
        a=fmtp:102 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42001f
        a=rtpmap:103 rtx/90000
        a=fmtp:103 apt=102
        a=rtpmap:118 red/90000
        a=rtpmap:119 rtx/90000
        a=fmtp:119 apt=118
        a=rtpmap:120 ulpfec/90000
        a=ssrc-group:FID 2707577542 2130017225
        a=ssrc:2707577542 cname:lHMOzJIQZUM+o54r
        a=ssrc:2707577542 msid:- dda0d530-c3ee-43c4-b82c-a4b18766593c
        a=ssrc:2130017225 cname:lHMOzJIQZUM+o54r
        a=ssrc:2130017225 msid:- dda0d530-c3ee-43c4-b82c-a4b18766593c
        m=audio 9 UDP/TLS/RTP/SAVPF 111 63 0
        c=IN IP4 0.0.0.0
        a=rtcp:9 IN IP4 0.0.0.0
        a=candidate:3869925955 1 udp 2113937151 a310d2dd-fda2-40c4-8b14-706161f5a5ae.local 42245 typ host generation 0 network-cost 999
        a=candidate:768385955 1 udp 2113942271 d6dd7d0a-da2f-4c34-91f1-967f0bd3180b.local 55453 typ host generation 0 network-cost 999
        a=ice-ufrag:2TLy
        a=ice-pwd:ybgg4cBRhzbzOMjfj7d9TK62
        a=ice-options:trickle
        a=fingerprint:sha-256 24:96:BE:D2:E3:62:36:95:9C:85:FE:03:51:2C:DE:D7:D8:31:7F:AE:6B:24:46:C4:A1:1B:AB:AE:09:95:54:0D
        a=setup:actpass
        a=mid:1
        a=extmap:14 urn:ietf:params:rtp-hdrext:ssrc-audio-level
        a=extmap:2 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time
        a=extmap:4 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01
        a=extmap:9 urn:ietf:params:rtp-hdrext:sdes:mid
        a=sendrecv
        a=msid:- d69743e6-1735-4bd4-87af-852b20b15d78
        a=rtcp-mux
        a=rtcp-rsize
        a=rtcp-xr:rcvr-rtt=all
        a=rtpmap:111 opus/48000/2
        a=rtcp-fb:111 transport-cc
        a=fmtp:111 minptime=10;useinbandfec=1
        a=rtpmap:63 red/48000/2
        a=fmtp:63 111/111
        a=rtpmap:0 PCMU/8000
        a=ssrc:4267385454 cname:lHMOzJIQZUM+o54r
        a=ssrc:4267385454 msid:- d69743e6-1735-4bd4-87af-852b20b15d78
        m=application 9 UDP/DTLS/SCTP webrtc-datachannel
        c=IN IP4 0.0.0.0
        a=candidate:3869925955 1 udp 2113937151 a310d2dd-fda2-40c4-8b14-706161f5a5ae.local 46101 typ host generation 0 network-cost 999
        a=candidate:768385955 1 udp 2113942271 d6dd7d0a-da2f-4c34-91f1-967f0bd3180b.local 37390 typ host generation 0 network-cost 999
        a=ice-ufrag:2TLy
        a=ice-pwd:ybgg4cBRhzbzOMjfj7d9TK62
        a=ice-options:trickle
        a=fingerprint:sha-256 24:96:BE:D2:E3:62:36:95:9C:85:FE:03:51:2C:DE:D7:D8:31:7F:AE:6B:24:46:C4:A1:1B:AB:AE:09:95:54:0D
        a=setup:actpass
        a=mid:2
        a=sctp-port:5000
        a=max-message-size:262144

        """

    /// To our offer of a received video section and data channels.
    package static let answer = """
        v=0
        o=- 7289053962357526050 2 IN IP4 127.0.0.1
        s=-
        t=0 0
        a=group:BUNDLE 0 1
        a=extmap-allow-mixed
        a=msid-semantic: WMS
        m=video 9 UDP/TLS/RTP/SAVPF 96 97
        c=IN IP4 0.0.0.0
        a=rtcp:9 IN IP4 0.0.0.0
        a=candidate:1727263394 1 udp 2113937151 a310d2dd-fda2-40c4-8b14-706161f5a5ae.local 38393 typ host generation 0 network-cost 999
        a=candidate:1635884562 1 udp 2113942271 d6dd7d0a-da2f-4c34-91f1-967f0bd3180b.local 34000 typ host generation 0 network-cost 999
        a=ice-ufrag:Iwrs
        a=ice-pwd:gl8W35N4bvteu10amWE809nj
        a=ice-options:trickle
        a=fingerprint:sha-256 F3:F3:B3:B2:DD:AC:54:63:1F:54:FA:F7:46:B9:FE:8F:74:AA:EB:67:76:9A:D9:6F:8D:90:6C:E6:C4:60:31:62
        a=setup:active
        a=mid:0
        a=extmap:3 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time
        a=extmap:2 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01
        a=extmap:1 urn:ietf:params:rtp-hdrext:sdes:mid
        a=sendonly
        a=msid:- 14cacd7e-cc29-4f56-801e-0c69a2af515e
        a=rtcp-mux
        a=rtcp-rsize
        a=rtpmap:96 VP8/90000
        a=rtcp-fb:96 goog-remb
        a=rtcp-fb:96 transport-cc
        a=rtcp-fb:96 ccm fir
        a=rtcp-fb:96 nack
        a=rtcp-fb:96 nack pli
        a=rtpmap:97 rtx/90000
        a=fmtp:97 apt=96
        a=ssrc-group:FID 3220369406 3730185732
        a=ssrc:3220369406 cname:p4mqL1u3iAfe+WYd
        a=ssrc:3730185732 cname:p4mqL1u3iAfe+WYd
        m=application 9 UDP/DTLS/SCTP webrtc-datachannel
        c=IN IP4 0.0.0.0
        a=ice-ufrag:Iwrs
        a=ice-pwd:gl8W35N4bvteu10amWE809nj
        a=ice-options:trickle
        a=fingerprint:sha-256 F3:F3:B3:B2:DD:AC:54:63:1F:54:FA:F7:46:B9:FE:8F:74:AA:EB:67:76:9A:D9:6F:8D:90:6C:E6:C4:60:31:62
        a=setup:active
        a=mid:1
        a=sctp-port:5000
        a=max-message-size:262144

        """
}
