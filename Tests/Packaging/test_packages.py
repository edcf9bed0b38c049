"""Packs Support Manager and installs it as a person does; the program is the one that the other tests use."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import tarfile
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGING = ROOT / "Sources" / "nearhand" / "Packaging"
PROGRAM = ROOT / ".build" / "release" / "nearhand"
MAXIMUM_BYTES = 40_000_000


def run(*command: str | Path, **options) -> subprocess.CompletedProcess[str]:
    finished = subprocess.run([str(word) for word in command], capture_output=True, text=True, **options)
    assert finished.returncode == 0, finished.stdout + finished.stderr
    return finished


def pack(folder: Path) -> tuple[Path, Path]:
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "1700000000"}
    run(PACKAGING / "package", "--trial", PROGRAM, ROOT / ".build" / "checkouts", folder, env=environment)
    (deb,) = folder.glob("*.deb")
    (tarball,) = folder.glob("*.tar.gz")
    return deb, tarball


@pytest.fixture(scope="session")
def packages(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return pack(tmp_path_factory.mktemp("packages"))


@pytest.fixture(scope="session")
def version() -> str:
    return run(PROGRAM, "--version").stdout.strip()


def tree(folder: Path) -> set[str]:
    """All that is in a folder, relative to it."""
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


def desktop_entry(text: str) -> dict[str, str]:
    lines = text.strip().splitlines()
    assert lines[0] == "[Desktop Entry]"
    return dict(line.split("=", 1) for line in lines[1:] if line)


def test_the_names_say_version_and_architecture(packages: tuple[Path, Path], version: str) -> None:
    deb, tarball = packages
    architecture = run("dpkg", "--print-architecture").stdout.strip()
    assert deb.name == f"nearhand_{version}_{architecture}.deb"
    assert tarball.name == f"nearhand-{version}-linux-{os.uname().machine}.tar.gz"
    for package in packages:
        assert package.stat().st_size <= MAXIMUM_BYTES


def test_the_debian_package_holds_what_it_should_and_no_script(packages: tuple[Path, Path], version: str) -> None:
    deb, _ = packages
    listed = run("dpkg-deb", "--contents", deb).stdout.splitlines()
    files = {line.split()[-1]: line.split() for line in listed if not line.startswith("d")}
    assert set(files) == {
        "./usr/bin/nearhand",
        "./usr/share/applications/nearhand.desktop",
        "./usr/share/icons/hicolor/scalable/apps/nearhand.svg",
        "./usr/share/doc/nearhand/copyright",
    }
    for name, (mode, owner, *_) in files.items():
        assert owner == "root/root"
        assert mode == ("-rwxr-xr-x" if name.endswith("bin/nearhand") else "-rw-r--r--"), name
    control = run("dpkg-deb", "--info", deb).stdout
    assert not any(script in control for script in ("postinst", "preinst", "postrm", "prerm"))
    fields = run("dpkg-deb", "--field", deb).stdout
    assert f"Version: {version}\n" in fields
    depends = run("dpkg-deb", "--field", deb, "Depends").stdout
    for library in ("libc6", "libssl3", "libnice10", "libx11-6", "libopus0", "libsqlite3-0"):
        assert library in depends


def test_the_copyright_names_what_is_linked_in_once(packages: tuple[Path, Path], tmp_path: Path) -> None:
    run("dpkg-deb", "--extract", packages[0], tmp_path)
    text = (tmp_path / "usr/share/doc/nearhand/copyright").read_text()
    for work in ("Nearhand", "swift-nio", "hummingbird", "GRDB.swift", "swift-crypto"):
        assert work in text
    assert text.count("END OF TERMS AND CONDITIONS") < 10


def test_equal_inputs_make_equal_packages(packages: tuple[Path, Path], tmp_path: Path) -> None:
    for first, second in zip(packages, pack(tmp_path), strict=True):
        assert first.read_bytes() == second.read_bytes(), first.name


@pytest.mark.skipif(os.geteuid() != 0, reason="dpkg writes its database as root alone")
def test_a_removed_debian_package_leaves_nothing(packages: tuple[Path, Path], tmp_path: Path) -> None:
    system = tmp_path / "system"
    database = system / "var/lib/dpkg"
    for folder in ("info", "updates", "triggers"):
        (database / folder).mkdir(parents=True)
    for file in ("status", "available"):
        (database / file).touch()
    dpkg = ["dpkg", f"--root={system}", "--force-depends", "--force-not-root", "--force-script-chrootless"]
    run(*dpkg, "--install", packages[0])
    assert (system / "usr/bin/nearhand").is_file()
    run(*dpkg, "--purge", "nearhand")
    assert not (system / "usr").exists()
    assert not list((database / "info").glob("nearhand*"))


class Person:
    """Somebody without root, with a home of their own and the tarball in their downloads."""

    def __init__(self, home: Path, tarball: Path):
        self.home = home
        downloads = home / "Downloads"
        downloads.mkdir(parents=True)
        with tarfile.open(tarball) as archive:
            archive.extractall(downloads, filter="data")
        (self.unpacked,) = downloads.iterdir()
        self.environment = {"HOME": str(home), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}

    def run(self, *command: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(word) for word in command], capture_output=True, text=True, env=self.environment, check=False)

    def install(self) -> subprocess.CompletedProcess[str]:
        return self.run(self.unpacked / "install")

    @property
    def entry(self) -> Path:
        return self.home / ".local/share/applications/nearhand.desktop"


@pytest.fixture
def person(packages: tuple[Path, Path], tmp_path: Path) -> Person:
    # A blank, and what a desktop entry and the tools that write it would take for their own.
    return Person(tmp_path / 'ho me & "100%" $x', packages[1])


def test_the_tarball_installs_for_one_user_and_leaves_nothing_behind(person: Person, version: str) -> None:
    before = tree(person.home)
    installed = person.install()
    assert installed.returncode == 0, installed.stderr
    link = person.home / ".local/bin/nearhand"
    assert person.run(link, "--version").stdout.strip() == version
    assert (person.home / ".local/share/icons/hicolor/scalable/apps/nearhand.svg").is_file()
    shutil.rmtree(person.unpacked)
    # What a session leaves.
    state = person.home / ".local/share/nearhand"
    state.mkdir()
    (state / "session.json").write_text("{}")
    removed = person.run(person.home / ".local/lib/nearhand/install", "--remove")
    assert removed.returncode == 0, removed.stderr
    kept = {name for name in before if not name.startswith(f"Downloads/{person.unpacked.name}")}
    assert tree(person.home) == kept


def test_the_desktop_starts_the_installed_program_whatever_the_home_is_called(person: Person) -> None:
    assert person.install().returncode == 0
    entry = desktop_entry(person.entry.read_text())
    program = str(person.home / ".local/lib/nearhand/nearhand")
    escaped = program.replace("\\", "\\\\").replace('"', '\\"').replace("$", "\\$").replace("%", "%%")
    assert entry["Exec"].startswith('"' + escaped.replace("\\", "\\\\") + '" ')
    assert stat.S_IMODE(person.entry.stat().st_mode) & 0o022 == 0


def test_the_desktop_opens_links_with_the_installed_program_and_forgets_that(
    packages: tuple[Path, Path], tmp_path: Path
) -> None:
    # xdg-mime takes no home with quotation marks.
    person = Person(tmp_path / "h", packages[1])
    others = person.home / ".config/mimeapps.list"
    others.parent.mkdir()
    others.write_text("[Default Applications]\ntext/html=browser.desktop\n")
    before = tree(person.home)
    assert person.install().returncode == 0
    entry = desktop_entry(person.entry.read_text())
    assert entry["MimeType"] == "x-scheme-handler/nearhand;"
    assert entry["Exec"] == f"{person.home}/.local/lib/nearhand/nearhand open %u"
    assert entry["NoDisplay"] == "true"
    asked = person.run("xdg-mime", "query", "default", "x-scheme-handler/nearhand")
    assert asked.stdout.strip() == "nearhand.desktop"
    assert person.run(person.home / ".local/lib/nearhand/install", "--remove").returncode == 0
    assert others.read_text().strip() == "[Default Applications]\ntext/html=browser.desktop"
    assert tree(person.home) == before


def test_the_desktop_starts_the_program_for_a_link_and_no_command_line_shows_it(
    packages: tuple[Path, Path], tmp_path: Path
) -> None:
    person = Person(tmp_path / "h", packages[1])
    assert person.install().returncode == 0
    runtime = tmp_path / "r"
    runtime.mkdir(mode=0o700)
    # xdg-open looks for a program only where there could be a display.
    person.environment |= {"XDG_RUNTIME_DIR": str(runtime), "DISPLAY": ":977", "BROWSER": "false"}
    program = (person.home / ".local/lib/nearhand/nearhand").resolve()
    opener = subprocess.Popen(
        ["xdg-open", "nearhand://127.0.0.1:1/join?code=C0DE&scheme=http"], env=person.environment,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 20
        while not (runtime / "nearhand-open.sock").exists():
            assert time.monotonic() < deadline, "the program did not start"
            time.sleep(0.05)
        running = [process for process in Path("/proc").glob("[0-9]*") if executable(process) == program]
        # The program starts others of itself; the first one is what xdg-open started.
        first = min(running, key=lambda process: int(process.name))
        for process in running:
            assert b"nearhand://" not in words_of(process)
        command_line = words_of(first).split(b"\0")[:-1]
        assert command_line[1:3] == [b"open", b"--descriptor"], command_line
        os.kill(int(first.name), signal.SIGTERM)
    finally:
        opener.wait(timeout=20)
    assert not (runtime / "nearhand-open.sock").exists()
    assert person.run(person.home / ".local/lib/nearhand/install", "--remove").returncode == 0
    assert not (person.home / ".local").exists()


def words_of(process: Path) -> bytes:
    """Its command line; nothing of one that has just ended."""
    try:
        return (process / "cmdline").read_bytes()
    except OSError:
        return b""


def executable(process: Path) -> Path | None:
    try:
        return (process / "exe").resolve()
    except OSError:
        return None


def test_another_version_replaces_the_first_and_folders_that_were_there_stay(person: Person) -> None:
    (person.home / ".local/bin").mkdir(parents=True)
    before = tree(person.home)
    assert person.install().returncode == 0
    assert person.install().returncode == 0
    assert not (person.home / ".local/lib/nearhand.new").exists()
    assert person.run(person.home / ".local/lib/nearhand/install", "--remove").returncode == 0
    assert tree(person.home) == before


def test_nothing_of_another_program_is_touched(person: Person) -> None:
    other = person.home / ".local/bin/nearhand"
    other.parent.mkdir(parents=True)
    other.write_text("another program")
    before = tree(person.home)
    refused = person.install()
    assert refused.returncode == 1 and "Nothing was changed" in refused.stderr
    assert tree(person.home) == before and other.read_text() == "another program"
    assert person.run(person.unpacked / "install", "--remove").returncode == 1


def test_the_database_of_a_site_is_kept(person: Person) -> None:
    assert person.install().returncode == 0
    database = person.home / ".local/share/nearhand/nearhand.sqlite"
    database.parent.mkdir()
    database.write_text("accounts")
    removed = person.run(person.home / ".local/lib/nearhand/install", "--remove")
    assert removed.returncode == 0 and "was kept" in removed.stdout
    assert database.read_text() == "accounts"


def test_a_missing_library_is_named_with_its_remedy_before_anything_is_changed(person: Person, tmp_path: Path) -> None:
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "ldd").write_text("#!/bin/sh\nprintf '\\tlibnice.so.10 => not found\\n\\tlibc.so.6 => /lib/libc.so.6\\n'\n")
    (tools / "ldd").chmod(0o755)
    person.environment["PATH"] = f"{tools}:/usr/bin:/bin"
    before = tree(person.home)
    refused = person.install()
    assert refused.returncode == 1
    assert "libnice.so.10" in refused.stderr and "libnice10" in refused.stderr and "libc.so.6" not in refused.stderr
    assert tree(person.home) == before
