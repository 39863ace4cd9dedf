"""``manage.py load_plan``: every reference table from its file, once."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override

from departments import actions
from departments.models import Department, Duty
from targets import measures
from targets.models import Goal, Target

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> list[str]:
    out = StringIO()
    with override("en"):
        call_command("load_plan", *arguments, stdout=out)
    return out.getvalue().splitlines()


def test_the_whole_plan_is_loaded_once() -> None:
    first = run()
    assert "departments: 40 added, 0 changed, 0 unchanged" in first
    assert (Duty.objects.count() >= 45, Target.objects.count()) == (True, 11)
    assert Goal.objects.awaiting_confirmation().count() == 2
    again = run()
    assert len(again) == len(first)
    assert all(": 0 added, 0 changed, " in line for line in again)


def test_what_was_edited_is_named_and_left_unless_told_otherwise() -> None:
    actions.load_departments()
    unit = Department.objects.get(code="msa")
    unit.short_name = "市监局"
    unit.save()
    left = "  1 edited in the portal and left as they are; --overwrite takes the files'"
    assert left in run()
    assert "departments: 0 added, 1 changed, 39 unchanged" in run("--overwrite")


def test_what_does_not_fit_is_named_and_nothing_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(measures._registry, "spot_checks.pass_rate")
    with pytest.raises(CommandError, match=r"plan\.toml, entry target I3, field “measure”"):
        run()
    assert Department.objects.count() == 0
