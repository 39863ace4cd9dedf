"""``manage.py load_demo``: once, into an empty database, never in production."""

import re
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.test import RequestFactory
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries, Settings

from departments.models import User
from enterprises.models import Enterprise
from inspections.models import Sample
from quality_portal.demo.scale import SCALES
from tests.demo.factories import TINY
from tests.departments.factories import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plan")]


@pytest.fixture(autouse=True)
def small_and_kept_here(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.VAR_DIR = tmp_path / "var"
    small = replace(TINY, enterprises=150, samples=150, credentials=30)
    monkeypatch.setitem(SCALES, "county", small)
    monkeypatch.setitem(SCALES, "prefecture", replace(small, with_history=False))


def load_demo(*arguments: str) -> str:
    """Run the command in English and return what it printed."""
    out = StringIO()
    with override("en"):
        call_command("load_demo", *arguments, stdout=out)
    return out.getvalue()


def test_the_demonstration_is_loaded_once_and_its_password_opens_the_portal() -> None:
    first = load_demo()
    password = re.fullmatch(
        r"Loaded: 150 enterprises, 150 samples, 30 credentials\.\npassword: (\S+)\n", first
    )
    assert password is not None
    asked = RequestFactory().post("/accounts/login/")
    user = authenticate(asked, username="liaison", password=password[1])
    assert user == User.objects.get(username="liaison")
    again = load_demo("--seed", "7")
    assert again == (f"The demonstration is loaded already; nothing was changed.\npassword: {password[1]}\n")
    assert (Enterprise.objects.count(), Sample.objects.count()) == (150, 150)


def test_if_empty_loads_in_silence_and_then_asks_one_question(
    settings: Settings, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    assert load_demo("--if-empty") == ""
    with django_assert_num_queries(1):
        assert load_demo("--if-empty") == ""
    (settings.VAR_DIR / "demo-password").unlink()
    assert load_demo("--if-empty") == ""
    password = (settings.VAR_DIR / "demo-password").read_text().strip()
    asked = RequestFactory().post("/accounts/login/")
    assert authenticate(asked, username="office", password=password) is not None


def test_larger_scales_say_that_they_keep_no_history() -> None:
    assert load_demo("--scale", "prefecture").startswith("At this scale the records are written without")
    assert Sample.history.count() == 0


def test_other_peoples_records_are_never_joined(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    make_user()
    with pytest.raises(CommandError, match="records that the demonstration did not make"):
        load_demo()
    with django_assert_num_queries(2):
        assert load_demo("--if-empty") == ""
    assert Enterprise.objects.count() == 0


@pytest.mark.parametrize("loaded", [False, True])
def test_production_is_refused(settings: Settings, *, loaded: bool) -> None:
    if loaded:
        load_demo()
    settings.IS_PRODUCTION = True
    with pytest.raises(CommandError, match="not loaded in production"):
        load_demo()
    assert load_demo("--if-empty") == ""
    assert User.objects.exists() == loaded
