"""The founding plan and a small county, loaded once for the tests of a module."""

from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from quality_portal.demo.county import load_county
from tests.demo.factories import PASSWORD, TINY, TODAY


@pytest.fixture(scope="module")
def plan(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Load the founding plan; it is gone again after the module's last test."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_plan", stdout=StringIO())
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def county(plan: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Load the county once, for tests that only read; returns the folder of the attached files."""
    folder = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=str(folder)):
        load_county(scale=TINY, seed=1, today=TODAY, password=PASSWORD)
    return folder
