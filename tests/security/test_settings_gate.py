"""Production refuses settings that are not safe, with a sentence."""

from collections.abc import Callable
from pathlib import Path

import environ
import pytest
from django.core.exceptions import ImproperlyConfigured

from quality_portal.lib.env import Mode, read_database, read_debug, read_hosts, read_secret_key

Read = Callable[[environ.Env, Path], object]


def key(env: environ.Env, folder: Path) -> object:
    return read_secret_key(env, mode=Mode.PRODUCTION, kept_in=folder / "key")


def hosts(env: environ.Env, folder: Path) -> object:
    return read_hosts(env, mode=Mode.PRODUCTION)


def debug(env: environ.Env, folder: Path) -> object:
    return read_debug(env, mode=Mode.PRODUCTION)


def database(env: environ.Env, folder: Path) -> object:
    return read_database(env, mode=Mode.PRODUCTION, default_file=folder / "portal.sqlite3")


@pytest.mark.parametrize(
    ("read", "name", "value"),
    [
        (key, "SECRET_KEY", ""),
        (key, "SECRET_KEY", "x" * 49),
        (key, "SECRET_KEY", "django-insecure-" + "abcdefghij" * 5),
        (hosts, "ALLOWED_HOSTS", ""),
        (hosts, "ALLOWED_HOSTS", "*"),
        (debug, "DEBUG", "1"),
        (database, "DATABASE_URL", "sqlite:///portal.sqlite3"),
    ],
)
def test_production_refuses_to_start_without_what_it_needs(
    read: Read, name: str, value: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ImproperlyConfigured):
        read(environ.Env(), tmp_path)
