"""The page of *Support → Download*, used as somebody does who wants Support Manager."""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from nearhand import PROGRAM, Running

WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36"
DEBIAN = "nearhand_0.1.0_amd64.deb"
ARCHIVE = "nearhand-0.1.0-linux-x86_64.tar.gz"


def run(*command: str | Path, folder: Path) -> str:
    finished = subprocess.run(
        [str(word) for word in command], capture_output=True, text=True, cwd=folder, check=False)
    assert finished.returncode == 0, finished.stdout + finished.stderr
    return finished.stdout


@pytest.fixture
def publisher(tmp_path: Path) -> tuple[Path, str]:
    """A folder of packages as the publisher leaves it, and the fingerprint that they tell by another way."""
    folder = tmp_path / "packages"
    folder.mkdir()
    for name in (DEBIAN, ARCHIVE):
        (folder / name).write_bytes(name.encode() * 50_000)
    run(PROGRAM, "package", "make-key", tmp_path / "publisher.key", folder=tmp_path)
    assert (tmp_path / "publisher.key").stat().st_mode & 0o777 == 0o600
    signed = run(PROGRAM, "package", "sign", "--key", tmp_path / "publisher.key", DEBIAN, ARCHIVE, folder=folder)
    return folder, signed.strip().splitlines()[-1].split()[-1]


@pytest.fixture
def offering_site(publisher: tuple[Path, str], tmp_path: Path) -> Iterator[str]:
    service = Running(
        "serve", "--port", "0", "--data", str(tmp_path / "data"), "--packages", str(publisher[0]),
        home=tmp_path / "home",
    )
    yield service.wait_for(r"^Site: (.+)$")[1]
    assert service.stop() == 0, "\n".join(service.lines)


def save(page: Page, name: str, role: str, folder: Path) -> Path:
    with page.expect_download() as download:
        page.get_by_role(role, name=name, exact=True).click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def test_what_is_downloaded_fits_what_the_page_says(
    offering_site: str, publisher: tuple[Path, str], browser: Browser, shots, tmp_path: Path
) -> None:
    page = browser.new_context(locale="en", viewport={"width": 1000, "height": 1400}).new_page()
    page.goto(offering_site)
    with page.expect_popup() as opened:
        page.get_by_role("navigation", name="Support").get_by_role("link", name="Download").click()
    download = opened.value
    expect(download.get_by_role("heading", name="Get Support Manager")).to_be_visible()
    expect(download.get_by_text("Hosts need Linux with X11")).to_be_visible()
    expect(download.get_by_text("There is no Support Manager")).to_have_count(0)
    shots(download, "page")
    folder = tmp_path / "downloads"
    folder.mkdir()
    for name in (DEBIAN, ARCHIVE):
        package = save(download, f"Download {name}", "link", folder)
        assert package.name == name
        expect(download.get_by_text(hashlib.sha256(package.read_bytes()).hexdigest())).to_be_visible()
        assert save(download, f"Signature of {name}", "link", folder).name == f"{name}.sig"
    save(download, "The publisher’s key", "link", folder)
    expect(download.get_by_text(publisher[1])).to_be_visible()
    # The page's own commands, typed as they stand there.
    commands = download.locator("pre", has_text="openssl").inner_text()
    printed = run("sh", "-ec", commands, folder=folder)
    assert publisher[1] in printed and "Verified OK" in printed
    (folder / ARCHIVE).write_bytes(b"something else")
    refused = subprocess.run(["sh", "-ec", commands], cwd=folder, capture_output=True, text=True, check=False)
    assert refused.returncode != 0


def test_the_page_speaks_chinese_and_is_whole_on_a_phone(offering_site: str, browser: Browser, shots) -> None:
    page = browser.new_context(locale="zh-TW", viewport={"width": 390, "height": 1400}).new_page()
    page.goto(offering_site + "/download")
    expect(page.get_by_role("heading", name="取得 Linux 版 Support Manager")).to_be_visible()
    expect(page.get_by_text("支援代表需要使用 X11 的 Linux")).to_be_visible()
    expect(page.get_by_role("link", name=f"下載 {DEBIAN}")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    shots(page, "page")


def test_another_system_is_told_so_and_joins_in_the_browser(offering_site: str, browser: Browser, shots) -> None:
    page = browser.new_context(locale="en", user_agent=WINDOWS).new_page()
    page.goto(offering_site + "/download")
    expect(page.get_by_text("There is no Support Manager for your system.")).to_be_visible()
    shots(page, "page")
    page.get_by_role("link", name="Join in this browser").click()
    expect(page.get_by_label("Session number")).to_be_visible()


def test_the_sign_in_page_leads_there_too(offering_site: str, browser: Browser) -> None:
    page = browser.new_context(locale="en").new_page()
    page.goto(offering_site + "/sign-in")
    link = page.get_by_role("navigation", name="Support").get_by_role("link", name="Download")
    expect(link).to_have_attribute("href", "/download")


def test_a_site_without_packages_has_no_dead_way_to_them(tmp_path: Path, browser: Browser) -> None:
    service = Running("serve", "--port", "0", "--data", str(tmp_path / "data"), home=tmp_path / "home")
    site = service.wait_for(r"^Site: (.+)$")[1]
    page = browser.new_context(locale="en").new_page()
    page.goto(site)
    expect(page.get_by_label("Session number")).to_be_visible()
    expect(page.get_by_role("navigation", name="Support")).to_have_count(0)
    page.goto(site + "/download")
    expect(page.get_by_text("This site offers no packages.")).to_be_visible()
    page.context.close()
    assert service.stop() == 0


def test_a_changed_package_keeps_the_service_from_starting(publisher: tuple[Path, str], tmp_path: Path) -> None:
    folder, _ = publisher
    (folder / DEBIAN).write_bytes(b"changed on the way")
    service = Running(
        "serve", "--port", "0", "--data", str(tmp_path / "data"), "--packages", str(folder), home=tmp_path / "home")
    assert service.exit_code(30) != 0
    assert any(DEBIAN in line and "no signature that fits" in line for line in service.lines), service.lines


def test_a_key_that_others_can_read_signs_nothing(publisher: tuple[Path, str], tmp_path: Path) -> None:
    key = tmp_path / "publisher.key"
    key.chmod(0o644)
    folder, _ = publisher
    (folder / f"{DEBIAN}.sig").unlink()
    refused = subprocess.run(
        [PROGRAM, "package", "sign", "--key", key, DEBIAN], cwd=folder, capture_output=True, text=True, check=False)
    assert refused.returncode != 0 and "Nothing was signed" in refused.stderr
    assert not (folder / f"{DEBIAN}.sig").exists()
    again = subprocess.run(
        [PROGRAM, "package", "make-key", key], cwd=folder, capture_output=True, text=True, check=False)
    assert again.returncode != 0 and "Nothing was written" in again.stderr
