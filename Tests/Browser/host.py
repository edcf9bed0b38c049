"""The host's console, used as a host uses it."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

PASSWORD = "a long enough password of ours"


class HostConsole:
    """One console page. Every step waits for what a person would wait for."""

    def __init__(self, page: Page, shots):
        self.page = page
        self._shots = shots
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def shot(self, name: str) -> None:
        self._shots(self.page, f"host-{name}")

    def button(self, name: str | re.Pattern[str]):
        return self.page.get_by_role("button", name=name)

    def open(self, address: str) -> None:
        self.page.goto(address)

    def sign_in(self, name: str, one_time_password: str) -> None:
        """Signs in on the site's own page and chooses a password there."""
        page = self.page
        page.get_by_role("link", name="Sign in").or_(self.button("Sign in")).first.click()
        page.get_by_label("Name", exact=True).fill(name)
        page.get_by_label("Password", exact=True).fill(one_time_password)
        self.shot("sign-in")
        self.button("Sign in").click()
        page.get_by_label("New password", exact=True).fill(PASSWORD)
        page.get_by_label("New password again").fill(PASSWORD)
        self.button("Set password and sign in").click()
        expect(self.button("Start session")).to_be_visible()

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
