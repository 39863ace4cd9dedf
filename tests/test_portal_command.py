"""The ``portal`` command: what it decides, and that its helpers do it."""

import socket
import subprocess
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

import pytest

from tests.postgres import find_binaries, main

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def portal() -> ModuleType:
    """Return the command as a module; nothing is written beside it."""
    loader = SourceFileLoader("portal", str(ROOT / "portal"))
    spec = spec_from_loader(loader.name, loader)
    assert spec is not None
    module = module_from_spec(spec)
    before, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        loader.exec_module(module)
    finally:
        sys.dont_write_bytecode = before
    return module


def test_commands_are_the_promised_ones(portal: ModuleType) -> None:
    assert {"setup", "run", "test", "check", "bench"} <= set(portal.COMMANDS)


@pytest.mark.parametrize("arguments", [[], ["serve"], ["run", "now"], ["setup", "-v"]])
def test_unknown_words_get_the_usage(
    portal: ModuleType, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    assert portal.main(arguments) == 2
    assert capsys.readouterr().out.splitlines()[0].startswith("./portal setup")


def test_help_is_not_an_error(portal: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert portal.main(["--help"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == len(portal.COMMANDS)


def test_old_python_gets_a_sentence(portal: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portal, "PYTHON_WANTED", (99, 0))
    with pytest.raises(portal.Stop, match=r"needs Python 3\.11 or newer"):
        portal.main(["setup"])


@pytest.mark.parametrize("text", ["", "0", "65536", "8000 ", "-1", "80x", "8_000", "８０００", "²"])
def test_bad_port_gets_a_sentence(portal: ModuleType, text: str) -> None:
    with pytest.raises(portal.Stop, match="Set it to a number from 1 to 65535"):
        portal.read_port(text)


def test_taken_port_gets_a_sentence_and_a_free_one_is_returned(portal: ModuleType) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(portal.Stop, match=f"Port {port} is taken"):
            portal.read_port(str(port))
    assert portal.read_port(str(port)) == port


def test_fingerprint_changes_with_every_part_and_every_border(portal: ModuleType) -> None:
    states = {
        portal.fingerprint(*parts) for parts in [("a", "b"), ("ab",), ("a", "c"), ("ab", ""), ("a", b"\0b")]
    }
    assert len(states) == 5
    assert portal.fingerprint("a", b"b") == portal.fingerprint(b"a", "b")


def test_stamp_is_current_only_with_the_same_state(portal: ModuleType, tmp_path: Path) -> None:
    stamp = tmp_path / "lock.stamp"
    assert not portal.is_current(stamp, "one")
    stamp.write_text("one")
    assert portal.is_current(stamp, "one")
    assert not portal.is_current(stamp, "two")


def test_changed_lock_changes_its_stamp(portal: ModuleType, tmp_path: Path) -> None:
    lock = tmp_path / "requirements.lock"
    lock.write_text("django==5.2.19\n")
    place, before = portal.stamp_of(lock)
    lock.write_text("django==5.2.20\n")
    assert portal.stamp_of(lock)[0] == place
    assert portal.stamp_of(lock)[1] != before


def test_static_state_follows_the_files(
    portal: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(portal, "ROOT", tmp_path)
    monkeypatch.setattr(portal, "VAR", tmp_path / "var")
    states = [portal.static_state()]
    for name in ("static/portal.css", "targets/static/chart.css", "quality_portal/lib/static/fonts.css"):
        file = tmp_path / name
        file.parent.mkdir(parents=True)
        file.write_text("a {}")
        states.append(portal.static_state())
    assert len(set(states)) == 4
    collected = tmp_path / "var" / "static" / "portal.css"
    collected.parent.mkdir(parents=True)
    collected.write_text("a {}")
    assert portal.static_state() == states[-1]


def test_announcement_ends_with_the_password_line(portal: ModuleType, tmp_path: Path) -> None:
    kept = tmp_path / "demo-password"
    kept.write_text("Quiet-River-27\n")
    assert portal.announcement(8001, kept).splitlines() == [
        "address:  http://127.0.0.1:8001/   (Ctrl-C stops the portal)",
        "accounts: office, leader, liaison, township, administrator",
        "password: Quiet-River-27",
    ]


def test_announcement_without_demonstration_names_no_password(portal: ModuleType, tmp_path: Path) -> None:
    assert "password" not in portal.announcement(8000, tmp_path / "demo-password")


def test_nothing_missing_installs_nothing(portal: ModuleType) -> None:
    portal.ensure_packages([portal.Package("there", lambda: True)], purpose="This test")


def test_missing_package_without_the_right_to_install_names_the_command(
    portal: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    packages = [portal.Package("there", lambda: True), portal.Package("libmissing0", lambda: False)]
    with pytest.raises(portal.Stop) as stopped:
        portal.ensure_packages(packages, purpose="Printing papers")
    assert str(stopped.value) == (
        "Printing papers needs system packages that are missing. Install them with: "
        "sudo apt-get update && sudo apt-get install --no-install-recommends libmissing0"
    )


def test_detection_of_libraries_and_programs(portal: ModuleType) -> None:
    assert portal.has_library("c")()
    assert not portal.has_library("no-such-library")()
    assert portal.has_program("sh")()
    assert not portal.has_program("no-such-program")()


@pytest.mark.parametrize("setting", ["CI", "PORTAL_REQUIRE_POSTGRES"])
def test_missing_engine_stops_only_where_it_is_mandatory(
    portal: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    setting: str,
) -> None:
    monkeypatch.setattr(portal, "TEST_PACKAGES", [portal.Package("postgresql", lambda: False)])
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.delenv("PORTAL_REQUIRE_POSTGRES", raising=False)
    portal.ensure_test_packages()
    assert "install --no-install-recommends postgresql" in capsys.readouterr().out
    monkeypatch.setenv(setting, "1")
    with pytest.raises(portal.Stop):
        portal.ensure_test_packages()


def test_command_needs_the_standard_library_only(tmp_path: Path) -> None:
    """A machine without our packages can read the command: ``-S -I`` hides everything installed."""
    done = subprocess.run(
        [sys.executable, "-S", "-I", "-B", str(ROOT / "portal"), "help"],
        capture_output=True, cwd=tmp_path, check=False, text=True,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")


def test_lock_files_hash_every_package_and_name_no_index() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / name).read_text()
        assert "://" not in text
        assert "--index" not in text
        pins = [block for block in text.split("\n") if block and not block.startswith((" ", "#"))]
        assert [pin for pin in pins if "==" not in pin or not pin.endswith("\\")] == []


def test_dev_lock_holds_the_versions_of_the_other() -> None:
    def pins(name: str) -> set[str]:
        lines = (ROOT / name).read_text().split("\n")
        return {line.rstrip(" \\") for line in lines if line and not line.startswith((" ", "#"))}

    assert pins("requirements.lock") - pins("requirements-dev.lock") == set()


def test_newest_postgresql_is_chosen(tmp_path: Path) -> None:
    for version in ("9.6", "15", "16"):
        (tmp_path / version / "bin").mkdir(parents=True)
        (tmp_path / version / "bin" / "initdb").touch()
    assert find_binaries(installed_under=tmp_path) == tmp_path / "16" / "bin"


def test_no_postgresql_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_binaries(installed_under=tmp_path) is None


@pytest.mark.skipif(find_binaries() is None, reason="no PostgreSQL server program")
def test_throwaway_server_serves_its_command_and_leaves_nothing(tmp_path: Path) -> None:
    kept = tmp_path / "answer"
    question = (
        "import environ, pathlib, psycopg2, sys\n"
        "found = environ.Env().db('DATABASE_URL')\n"
        "connection = psycopg2.connect(host=found['HOST'], user=found['USER'], dbname=found['NAME'])\n"
        "cursor = connection.cursor()\n"
        "cursor.execute('show listen_addresses')\n"
        "pathlib.Path(sys.argv[1]).write_text(f\"{found['HOST']}|{cursor.fetchone()[0]}|\")\n"
        "sys.exit(7)\n"
    )
    assert main([sys.executable, "-c", question, str(kept)]) == 7
    folder, addresses, _ = kept.read_text().split("|")
    assert addresses == ""
    assert not Path(folder).exists()
