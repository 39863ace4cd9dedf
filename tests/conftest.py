"""What every test stands on: cheap passwords, plain static files, files of its own."""

import gc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management.commands import flush
from django.utils import translation
from pytest_django import Settings

from departments.audit import triggers

# Thousands of short tests leave little behind; collecting it less often makes the suite a tenth faster.
gc.set_threshold(100_000, 50, 50)


class Flush(flush.Command):
    """Empties the test database although its audit trail is closed; it is closed again when that is done."""

    def handle(self, **options: Any) -> None:
        """Take the triggers away and empty every table."""
        triggers.remove()
        super().handle(**options)


@pytest.fixture(scope="session", autouse=True)
def emptied_in_spite_of_the_audit_trail() -> Iterator[None]:
    """Let tests that commit be cleared away, although the database refuses to remove audit entries."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(flush, "Command", Flush)
        yield


@pytest.fixture(autouse=True)
def portal_settings(settings: Settings, tmp_path: Path) -> None:
    """Hash passwords cheaply, take static files as they lie, keep uploads per test, start no worker."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.MEDIA_ROOT = str(tmp_path / "media")
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    settings.JOB_QUEUE = "database"
    cache.clear()
    # A page in English that an earlier test asked for leaves its language to the thread.
    translation.deactivate()
