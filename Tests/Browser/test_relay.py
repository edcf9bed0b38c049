"""A site with a relay: the service's credentials are coturn's, and a session works through it alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, WebSocket, expect

from customer import CustomerPage
from host import HostConsole
from nearhand import Running
from relay import Relay, running_relay

# As on a network that lets nothing through but the way to the relay.
RELAY_ALONE = """
    const Direct = window.RTCPeerConnection;
    window.RTCPeerConnection = class extends Direct {
        constructor(configuration) {
            super({ ...configuration, iceTransportPolicy: 'relay' });
        }
    };
"""

GATHER = """async (iceServers) => {
    const connection = new RTCPeerConnection({ iceServers, iceTransportPolicy: 'relay' });
    const types = [];
    const errors = [];
    const done = new Promise((resolve) => {
        connection.onicecandidate = ({ candidate }) => (candidate ? types.push(candidate.type) : resolve());
        connection.onicecandidateerror = ({ errorCode }) => errors.push(errorCode);
    });
    connection.createDataChannel('');
    await connection.setLocalDescription();
    await Promise.race([done, new Promise((resolve) => setTimeout(resolve, 8_000))]);
    connection.close();
    return { types, errors };
}"""


@pytest.fixture
def relay(tmp_path: Path) -> Iterator[Relay]:
    with running_relay(tmp_path / "relay") as running:
        yield running


@pytest.fixture
def site(relay: Relay, tmp_path: Path) -> Iterator[Running]:
    running = Running(
        "demo", "--wait", "--no-browser", "--port", "0", "--stun-port", "0", "--data", str(tmp_path / "data"),
        "--turn-url", relay.url, "--turn-secret-file", str(relay.secret_file), home=tmp_path / "home",
    )
    running.wait_for(r"^Console: ")
    yield running
    assert running.stop() == 0, "\n".join(running.lines)


def test_session_through_the_relay_alone(host: HostConsole, browser: Browser, shots, relay: Relay) -> None:
    host.start_session()
    context = browser.new_context(viewport={"width": 480, "height": 640}, locale="en")
    context.add_init_script(RELAY_ALONE)
    page = context.new_page()
    heard: list[dict] = []

    def listen(socket: WebSocket) -> None:
        socket.on("framereceived", lambda text: heard.append(json.loads(text)))

    page.on("websocket", listen)
    customer = CustomerPage(page, shots)
    customer.open(host.link)
    customer.join_by_link("Mei")
    host.expect_customer("Mei")
    customer.expect_connected()
    expect(host.page.locator(".customer-card")).to_contain_text("Through a relay")
    host.write("Can you read this?")
    customer.expect_message("Can you read this?")
    customer.write("Every word.")
    host.expect_message("Every word.")
    host.shot("relayed")

    welcome = next(message for message in heard if message["type"] == "welcome")
    assert "credential" not in json.dumps(welcome), "who was not admitted gets no credential"
    servers = next(message for message in heard if message["type"] == "admitted")["iceServers"]
    assert set(page.evaluate(GATHER, servers)["types"]) == {"relay"}
    before = relay.allocations
    # The host's own node and the customer's two connections: each was given credentials that coturn takes.
    assert before >= 3
    wrong = [{**server, "credential": "AAAA"} if "credential" in server else server for server in servers]
    refused = page.evaluate(GATHER, wrong)
    assert refused["types"] == [] and 401 in refused["errors"], refused
    assert relay.allocations == before
    assert host.errors == [] and customer.errors == []
