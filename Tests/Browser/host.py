"""The host's console, used as a host uses it."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

PASSWORD = "a long enough password of ours"

# Keeps the page's connection to its node, for commands that have no button yet, and what the node said last.
KEEP_SOCKET = """
    window.WebSocket = class extends WebSocket {
        constructor(...all) {
            super(...all);
            window.keptSocket = this;
            this.addEventListener('message', ({data}) => {
                const message = typeof data === 'string' ? JSON.parse(data) : {};
                if (message.type === 'snapshot') { window.keptSnapshot = message.snapshot; }
            });
        }
    };
"""


class HostConsole:
    """One console page. Every step waits for what a person would wait for."""

    def __init__(self, page: Page, shots):
        self.page = page
        self._shots = shots
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.add_init_script(KEEP_SOCKET)

    def shot(self, name: str) -> None:
        self._shots(self.page, f"host-{name}")

    def button(self, name: str | re.Pattern[str]):
        return self.page.get_by_role("button", name=name)

    def open(self, address: str) -> None:
        self.page.goto(address)

    def command(self, command: dict) -> None:
        """Sends the node what the page has no button for yet."""
        self.page.evaluate("(command) => window.keptSocket.send(JSON.stringify(command))", command)

    def snapshot(self) -> dict:
        """What the node last told the page."""
        return self.page.evaluate("() => window.keptSnapshot")

    def sign_in(self, name: str, one_time_password: str) -> None:
        """Signs in on the site's own page and chooses a password there."""
        page = self.page
        page.get_by_role("link", name="Sign in").or_(self.button("Sign in")).first.click()
        page.get_by_label("Name", exact=True).fill(name)
        page.get_by_label("Password", exact=True).fill(one_time_password)
        self.shot("sign-in")
        self.button("Sign in").click()
        self._expect_new_password()
        page.get_by_label("New password", exact=True).fill(PASSWORD)
        page.get_by_label("New password again").fill(PASSWORD)
        self.button("Set password and sign in").click()
        expect(self.button("Start session")).to_be_visible(timeout=30_000)

    def _expect_new_password(self) -> None:
        """Waits until the page asks for a password of the person's own, or fails with what it says instead."""
        page = self.page
        try:
            # Each password costs the service a memory-hard hash, which a busy machine takes its time for.
            expect(page.get_by_label("New password", exact=True)).to_be_visible(timeout=30_000)
        except AssertionError as error:
            self.shot("sign-in-stuck")
            shown = page.locator("body").inner_text()
            raise AssertionError(f"{page.url} with the name {page.locator('#name').input_value()!r} says:\n{shown}") from error

    def sign_in_again(self, name: str) -> None:
        """Signs in with the password that was chosen before."""
        page = self.page
        page.get_by_role("link", name="Sign in").or_(self.button("Sign in")).first.click()
        page.get_by_label("Name", exact=True).fill(name)
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        self.button("Sign in").click()

    def start_session(self) -> None:
        self.button("Start session").click()
        expect(self.page.locator(".session-number")).to_be_visible()
        expect(self.page.locator(".link-text")).to_contain_text("/j/")

    @property
    def number(self) -> str:
        return self.page.locator(".session-number").inner_text().strip()

    @property
    def link(self) -> str:
        return self.page.locator(".link-text").inner_text().strip()

    def expect_customer(self, name: str) -> None:
        expect(self.page.locator(".customer-card")).to_contain_text(name, timeout=20_000)

    def pixel(self, x: float, y: float) -> tuple[int, int, int]:
        """The colour of the shown picture at a fraction of its width and height."""
        return tuple(
            self.page.evaluate(
                """([x, y]) => {
                    const canvas = document.querySelector('canvas.picture-canvas');
                    const copy = document.createElement('canvas');
                    copy.width = canvas.width; copy.height = canvas.height;
                    const context = copy.getContext('2d');
                    context.drawImage(canvas, 0, 0);
                    return [...context.getImageData(x * canvas.width, y * canvas.height, 1, 1).data].slice(0, 3);
                }""",
                [x, y],
            )
        )

    def expect_picture(self, quarters: dict[str, tuple[int, int, int]], tolerance: int = 40) -> None:
        """Waits until the four quarters of the shown picture have their colours."""
        places = {
            "top left": (0.05, 0.05),
            "top right": (0.95, 0.05),
            "bottom left": (0.05, 0.95),
            "bottom right": (0.95, 0.95),
        }
        seen = {}
        for _ in range(60):
            self.page.wait_for_timeout(250)
            if not self.page.locator("canvas.picture-canvas").is_visible():
                continue
            seen = {name: self.pixel(*place) for name, place in places.items()}
            if all(
                abs(seen[name][channel] - colour[channel]) <= tolerance
                for name, colour in quarters.items()
                for channel in range(3)
            ):
                return
        raise AssertionError(f"the picture has the colours {seen}, not {quarters}")

    def expect_no_picture(self) -> None:
        expect(self.page.locator("canvas.picture-canvas")).to_be_hidden(timeout=10_000)

    def tab(self, name: str) -> None:
        self.page.get_by_role("tab", name=name).click()

    def request_view(self) -> None:
        self.page.get_by_role("button", name="Request view").first.click()

    def write(self, text: str) -> None:
        self.page.get_by_label("Message").fill(text)
        self.page.keyboard.press("Enter")

    def expect_message(self, text: str) -> None:
        expect(self.page.get_by_role("log")).to_contain_text(text)

    def publish(self, *paths: str) -> None:
        self.page.locator("input[type=file]").first.set_input_files(list(paths))

    def end_session(self) -> None:
        """Presses *End session* and confirms it."""
        self.tab("Session")
        self.button(re.compile("End session")).first.click()
        self.page.get_by_role("dialog").or_(self.page.get_by_role("alertdialog")).get_by_role(
            "button", name=re.compile("End session")
        ).click()
