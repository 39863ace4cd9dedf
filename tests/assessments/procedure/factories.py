"""Assessments that stand at a step, and who takes part, for the tests of the procedure."""

from datetime import date
from decimal import Decimal

from django.test import Client
from django.urls import reverse

from assessments.actions import Entered, enter_scores
from assessments.actions.stages import advance
from assessments.models import Assessee, Column, Scheme, Score
from assessments.rules.stages import following
from departments.access import Role
from departments.models import Department, User
from tests.departments.factories import make_user


def sign_in(client: Client, user: User) -> User:
    """Sign a person in; the portal speaks English to them."""
    client.force_login(user, backend="departments.backends.RoleBackend")
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return user


def liaison_of(unit: Department) -> User:
    """Make the unit's liaison."""
    return make_user(role=Role.LIAISON, department=unit)


def url(name: str, scheme: Scheme, *more: object) -> str:
    """Return the address of a page of the scheme."""
    return reverse(f"assessments:{name}", args=[scheme.year, scheme.group, *more])


def moved_to(scheme: Scheme, stage: str, by: User, today: date | None = None) -> Scheme:
    """Move an assessment on, with a reason at every step."""
    while scheme.stage != stage:
        scheme = advance(
            scheme=scheme,
            to=following(scheme.stage),
            by=by,
            version=scheme.version,
            note="按计划推进",
            today=today,
        )
    return scheme


def part_of(scheme: Scheme, unit: Department) -> Assessee:
    """Return the unit's part in the assessment."""
    return Assessee.objects.get(scheme=scheme, unit=unit)


def enter(
    scheme: Scheme, unit: Department, *points: str, by: User, column: str = Column.DOCUMENT
) -> list[Score]:
    """Enter points for every criterion in turn, each with a reason."""
    entries = [
        Entered(scheme.criteria.get(code=f"K{number}"), unit, Decimal(value), "材料不全", column=column)
        for number, value in enumerate(points, start=1)
    ]
    return enter_scores(scheme=scheme, entries=entries, by=by)
