"""Chromium from Debian, driven by Playwright, headless. Its page is chromium.html, loaded by no network."""

from __future__ import annotations

import os
from pathlib import Path

from playwright.async_api import Browser, Page, Playwright, async_playwright

from against.base import Message, Peer, Unsupported

EXECUTABLE = Path("/usr/bin/chromium")
ARGUMENTS = (
    # Candidates on 127.0.0.1, so that nothing leaves this machine.
    "--allow-loopback-in-peer-connection",
    "--disable-gpu",
    # A page that is not in front still plays and draws.
    "--disable-background-timer-throttling",
    "--disable-renderer-backgrounding",
    "--autoplay-policy=no-user-gesture-required",
)


class Connection(Peer):
    name = "chromium"
    scenarios = ("datachannel", "video", "audio")
    arguments: tuple[str, ...] = ARGUMENTS

    _playwright: Playwright | None = None
    _browser: Browser | None = None
    _page: Page | None = None

    async def start(self) -> None:
        if not EXECUTABLE.exists():
            raise Unsupported(f"{EXECUTABLE} is missing")
        self._playwright = await async_playwright().start()
        # Chromium's sandbox does not start for root.
        sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
        self._browser = await self._playwright.chromium.launch(
            executable_path=str(EXECUTABLE), args=[*self.arguments, *sandbox]
        )
        self._page = await self._browser.new_page()
        await self._page.expose_function("sendSignal", self.send)
        await self._page.set_content(Path(__file__).with_name("chromium.html").read_text())
        await self._page.evaluate("([scenario, offers]) => start(scenario, offers)", [self.scenario, self.makes_offer])

    async def handle(self, message: Message) -> None:
        assert self._page is not None
        await self._page.evaluate("message => handleSignal(message)", message)

    async def frames_decoded(self) -> int | None:
        assert self._page is not None
        return await self._page.evaluate("framesDecoded()")

    async def close(self) -> None:
        if self._browser is not None:
            await self._browser.close()
        if self._playwright is not None:
            await self._playwright.stop()
