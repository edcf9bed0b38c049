"""The customer's page, in a browser or as the native node's panel, used as a customer uses it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from nearhand import Running


class CustomerPage:
    """One customer's page; browser page and panel draw the same view."""

    def __init__(self, page: Page, shots, label: str = "customer"):
        self.page = page
        self._shots = shots
        self._label = label
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def shot(self, name: str) -> None:
        self._shots(self.page, f"{self._label}-{name}")

    def button(self, name: str):
        return self.page.get_by_role("button", name=name, exact=True)

    def open(self, address: str) -> None:
        self.page.goto(address)

    def join_by_link(self, name: str) -> None:
        self.page.get_by_label("Your name").fill(name)
        self.button("Join").click()

    def join_by_number(self, number: str, name: str) -> None:
        self.page.get_by_label("Session number").fill(number)
        self.page.get_by_label("Your name").fill(name)
        self.button("Join").click()

    def confirm_digits(self, digits: str) -> None:
        expect(self.button("Confirm")).to_be_visible(timeout=15_000)
        field = self.page.locator("form:has(button:text-is('Confirm')) input")
        field.fill(digits)
        self.button("Confirm").click()

    @property
    def read_back(self) -> str:
        shown = self.page.locator(".big-digits")
        expect(shown).to_be_visible()
        return "".join(character for character in shown.inner_text() if character.isdigit())

    def expect_connected(self) -> None:
        expect(self.page.get_by_role("heading", name="You are connected with")).to_be_visible(timeout=20_000)

    def allow(self) -> None:
        """Presses *Allow* after the half second in which it does nothing."""
        allow = self.button("Allow")
        expect(allow).to_be_enabled(timeout=15_000)
        self.page.wait_for_timeout(700)
        self.shot("prompt")
        allow.click()

    def write(self, text: str) -> None:
        self.page.get_by_label("Message").fill(text)
        self.page.keyboard.press("Enter")

    def expect_message(self, text: str) -> None:
        expect(self.page.get_by_role("log")).to_contain_text(text)


@contextmanager
def native_customer(
    browser: Browser, shots, home: Path, link: str, environment: dict[str, str] | None = None,
    options: list[str] | None = None,
) -> Iterator[tuple[CustomerPage, Running]]:
    """The native node of a customer who was sent `link`, with its panel open, until Ctrl+C."""
    node = Running("join", "--no-browser", *(options or []), home=home, environment=environment, text=link + "\n")
    try:
        context = browser.new_context(viewport={"width": 480, "height": 640}, locale="en")
        customer = CustomerPage(context.new_page(), shots, "panel")
        customer.open(node.wait_for(r"^Panel: (.+)$")[1])
        yield customer, node
    finally:
        assert node.stop() == 0, "\n".join(node.lines)
