"""What every test stands on: cheap passwords, plain static files, files of its own."""

import gc
from pathlib import Path

import pytest
from django.core.cache import cache
from django.utils import translation
from pytest_django import Settings

# Thousands of short tests leave little behind; collecting it less often makes the suite a tenth faster.
gc.set_threshold(100_000, 50, 50)


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
