"""One webrtcbin that echoes data channels; signalling is JSON lines on standard input and output.

Run by the system's Python as `webrtcbin_process.py offer|answer`; the first line written says that it is ready.
"""

import json
import sys
import threading

MISSING_STATUS = 77

try:
    import gi

    gi.require_version("Gst", "1.0")
    gi.require_version("GstWebRTC", "1.0")
    gi.require_version("GstSdp", "1.0")
    from gi.repository import GLib, Gst, GstSdp, GstWebRTC
except (ImportError, ValueError):
    sys.exit(MISSING_STATUS)

KINDS = {"offer": GstWebRTC.WebRTCSDPType.OFFER, "answer": GstWebRTC.WebRTCSDPType.ANSWER}


def send(message):
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


class Echo:
    """The element, and the channels that it keeps alive."""

    def __init__(self, makes_offer):
        self.makes_offer = makes_offer
        self.channels = []
        self.pipeline = Gst.Pipeline.new("echo")
        self.element = Gst.ElementFactory.make("webrtcbin", "webrtcbin")
        if self.element is None:
            sys.exit(MISSING_STATUS)
        self.element.set_property("bundle-policy", GstWebRTC.WebRTCBundlePolicy.MAX_BUNDLE)
        self.element.connect("on-ice-candidate", self.on_candidate)
        self.element.connect("on-data-channel", lambda _element, channel: self.echo(channel))
        self.element.connect("notify::ice-gathering-state", self.on_gathering)
        self.pipeline.add(self.element)
        self.pipeline.set_state(Gst.State.PLAYING)

    def start(self):
        if self.makes_offer:
            self.echo(self.element.emit("create-data-channel", "echo", None))
            self.describe("offer")

    def handle(self, message):
        if message["type"] == "description":
            _, sdp = GstSdp.SDPMessage.new_from_text(message["sdp"])
            description = GstWebRTC.WebRTCSessionDescription.new(KINDS[message["kind"]], sdp)
            promise = Gst.Promise.new()
            self.element.emit("set-remote-description", description, promise)
            promise.wait()
            if message["kind"] == "offer":
                self.describe("answer")
        elif message["type"] == "candidate":
            # webrtcbin names a section by its index; everything is bundled into the first.
            self.element.emit("add-ice-candidate", 0, message["candidate"])

    def describe(self, kind):
        promise = Gst.Promise.new()
        self.element.emit(f"create-{kind}", None, promise)
        promise.wait()
        # The reply owns the description that its value points to, so it is kept.
        reply = promise.get_reply()
        description = reply.get_value(kind)
        text = description.sdp.as_text()
        promise = Gst.Promise.new()
        self.element.emit("set-local-description", description, promise)
        promise.wait()
        send({"type": "description", "kind": kind, "sdp": text})

    def on_candidate(self, _element, _index, candidate):
        if candidate:
            send({"type": "candidate", "candidate": candidate, "mid": "0"})

    def on_gathering(self, element, _property):
        if element.get_property("ice-gathering-state") == GstWebRTC.WebRTCICEGatheringState.COMPLETE:
            send({"type": "endOfCandidates"})

    def echo(self, channel):
        self.channels.append(channel)
        channel.connect("on-message-string", lambda channel, text: channel.emit("send-string", text))
        channel.connect("on-message-data", lambda channel, data: channel.emit("send-data", data))


def read(echo, loop):
    for line in sys.stdin:
        GLib.idle_add(lambda message: echo.handle(message) and False, json.loads(line))
    loop.quit()


def main():
    Gst.init(None)
    loop = GLib.MainLoop()
    echo = Echo(sys.argv[1] == "offer")
    send({"type": "ready"})
    GLib.idle_add(lambda: echo.start() and False)
    threading.Thread(target=read, args=(echo, loop), daemon=True).start()
    loop.run()
    echo.pipeline.set_state(Gst.State.NULL)


main()
