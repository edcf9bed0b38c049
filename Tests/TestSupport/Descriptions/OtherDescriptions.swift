/// What other peers say, in the form that their sources write it.
package enum OtherDescriptions {
    /// libdatachannel 0.23, one data channel: transport attributes at session level, ICE options with a comma.
    package static let libdatachannelOffer = """
        v=0
        o=rtc 3766397716 0 IN IP4 127.0.0.1
        s=-
        t=0 0
        a=group:BUNDLE 0
        a=group:LS 0
        a=msid-semantic:WMS *
        a=setup:actpass
        a=ice-ufrag:KTJY
        a=ice-pwd:Nl5chRzJTkbBlkSA9jZzYj
        a=ice-options:ice2,trickle
        a=fingerprint:sha-256 \(fingerprint)
        m=application 9 UDP/DTLS/SCTP webrtc-datachannel
        c=IN IP4 0.0.0.0
        a=mid:0
        a=sendrecv
        a=sctp-port:5000
        a=max-message-size:262144

        """

    /// GStreamer 1.22 webrtcbin with `bundle-policy=max-bundle`: the data section has port 0 and is bundle-only.
    package static let webrtcbinOffer = """
        v=0
        o=- 3480362478135285362 0 IN IP4 0.0.0.0
        s=-
        t=0 0
        a=ice-options:trickle
        a=group:BUNDLE video0 application1
        m=video 9 UDP/TLS/RTP/SAVPF 96 97
        c=IN IP4 0.0.0.0
        a=setup:actpass
        a=ice-ufrag:yq1tFNtH30sEJkz0DARGCIEbaIqYaFfW
        a=ice-pwd:SPWZVZCrwYqgrVVrJdSRLiVYLYTmKZmg
        a=rtcp-mux
        a=rtcp-rsize
        a=sendrecv
        a=rtpmap:96 VP8/90000
        a=rtcp-fb:96 nack
        a=rtcp-fb:96 nack pli
        a=rtcp-fb:96 transport-cc
        a=framerate:30
        a=rtpmap:97 rtx/90000
        a=fmtp:97 apt=96
        a=ssrc-group:FID 3484078949 1212312515
        a=ssrc:3484078949 msid:user1736243341@host-7ee1ac51 webrtctransceiver0
        a=ssrc:3484078949 cname:user1736243341@host-7ee1ac51
        a=ssrc:1212312515 msid:user1736243341@host-7ee1ac51 webrtctransceiver0
        a=ssrc:1212312515 cname:user1736243341@host-7ee1ac51
        a=mid:video0
        a=fingerprint:sha-256 \(fingerprint)
        a=rtcp-mux-only
        m=application 0 UDP/DTLS/SCTP webrtc-datachannel
        c=IN IP4 0.0.0.0
        a=setup:actpass
        a=ice-ufrag:yq1tFNtH30sEJkz0DARGCIEbaIqYaFfW
        a=ice-pwd:SPWZVZCrwYqgrVVrJdSRLiVYLYTmKZmg
        a=bundle-only
        a=mid:application1
        a=sctp-port:5000
        a=fingerprint:sha-256 \(fingerprint)

        """

    /// Firefox 140, one data channel: fingerprint and options at session level, a large message size.
    package static let firefoxOffer = """
        v=0
        o=mozilla...THIS_IS_SDPARTA-99.0 7423617205093216386 0 IN IP4 0.0.0.0
        s=-
        t=0 0
        a=sendrecv
        a=fingerprint:sha-256 \(fingerprint)
        a=group:BUNDLE 0
        a=ice-options:trickle
        a=msid-semantic:WMS *
        m=application 9 UDP/DTLS/SCTP webrtc-datachannel
        c=IN IP4 0.0.0.0
        a=sendrecv
        a=ice-pwd:6a8e9b2a1d5c4ef0b7f3a2c19d08e754
        a=ice-ufrag:3d1f2c7a
        a=mid:0
        a=setup:actpass
        a=sctp-port:5000
        a=max-message-size:1073741823

        """

    private static let fingerprint = """
        2D:8E:5B:6A:1B:0C:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:10:20:30:40:50:60:70:80:90:A0
        """
}
