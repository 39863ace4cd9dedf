"""Editions of schemes: new ones, copies, and the adoption by which one comes into force."""

import re
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from assessments.actions.carrying import carried, carry, in_force
from assessments.models import Criterion, GradeBand, Scheme
from departments.models import User
from departments.records import change_record, create_record
from quality_portal.lib import clock
from quality_portal.lib.dates import months_later
from quality_portal.lib.latch import latch

USUAL_BANDS = (("A", "优秀", 90), ("B", "良好", 80), ("C", "合格", 60), ("D", "不合格", 0))
"""The grades a new scheme begins with (等级)."""

COPIED = ("name", "group", "banding_places", "bonus_cap", "objection_days", "rectify_days")
COPIED_CRITERION = (
    *("code", "name", "name_en", "kind", "is_key", "standard", "points", "rule", "params"),
    *("evidence", "clause", "scored_by", "order"),
)
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")


def refuse_fixed(scheme: Scheme) -> None:
    """Raise ValidationError where a scheme's text is settled: adopted, published or replaced."""
    if scheme.is_published:
        raise ValidationError(_("The results are published; the scheme can no longer be changed."))
    if scheme.adopted_at is not None:
        raise ValidationError(_("This edition is adopted. Make a new edition to change it."))


def locked(scheme: Scheme) -> Scheme:
    """Return the scheme under its lock if its text may be changed; raises ValidationError if not."""
    found = Scheme.objects.select_for_update(of=("self",)).get(pk=scheme.pk)
    refuse_fixed(found)
    return found


@transaction.atomic
def create_scheme(*, by: User, **values: Any) -> Scheme:
    """Store a new scheme with the usual grades; it is in force at once where its year and group has none."""
    scheme = create_record(_numbered(Scheme(**values)), by=by)
    for letter, name, begins in USUAL_BANDS:
        create_record(GradeBand(scheme=scheme, letter=letter, name=name, from_points=Decimal(begins)), by=by)
    return scheme


def _numbered(scheme: Scheme) -> Scheme:
    """Give a scheme the edition after the last one of its year and group, and a code that says so."""
    latch(f"editions of {scheme.year}")
    others = Scheme.objects.filter(year=scheme.year, group=scheme.group)
    scheme.edition = max(others.values_list("edition", flat=True), default=0) + 1
    scheme.is_current = not others.current().exists()
    scheme.code = f"{scheme.group}-{scheme.year}"
    if Scheme.objects.filter(code=scheme.code).exists():
        scheme.code = f"{scheme.code}-{scheme.edition}"
    return scheme


def change_scheme(scheme: Scheme, *, by: User, version: int, **values: Any) -> Scheme:
    """Change a scheme's settings."""
    with transaction.atomic():
        return change_record(locked(scheme), by=by, version=version, **values)


@transaction.atomic
def copy_scheme(*, source: Scheme, year: int, by: User) -> Scheme:
    """Copy settings, criteria and grades: into another year, or as a new edition of the same year."""
    months = 12 * (year - source.year)
    scheme = Scheme(
        **{name: getattr(source, name) for name in COPIED},
        year=year,
        period_start=months_later(source.period_start, months),
        period_end=months_later(source.period_end, months),
        period_label=_moved(source.period_label, year - source.year),
        rectify_bottom=source.rectify_bottom,
        onsite_share=source.onsite_share,
        copied_from=source,
    )
    scheme.name = _moved(source.name, year - source.year)
    create_record(_numbered(scheme), by=by)
    for band in source.bands.all():
        values = {name: getattr(band, name) for name in ("letter", "name", "from_points")}
        create_record(GradeBand(scheme=scheme, **values), by=by)
    _copy_criteria(source, scheme, by)
    return scheme


def _moved(words: str, years: int) -> str:
    """Move the years that a text names."""
    return _YEAR.sub(lambda found: str(int(found[0]) + years), words)


def _copy_criteria(source: Scheme, target: Scheme, by: User) -> None:
    waiting = list(source.criteria.select_related("scored_by"))
    made: dict[int, Criterion] = {}
    while waiting:
        ready = [each for each in waiting if each.parent_id is None or each.parent_id in made]
        for criterion in ready:
            values = {name: getattr(criterion, name) for name in COPIED_CRITERION}
            parent = made[criterion.parent_id] if criterion.parent_id else None
            made[criterion.pk] = create_record(Criterion(scheme=target, parent=parent, **values), by=by)
        waiting = [each for each in waiting if each.pk not in made]


@transaction.atomic
def adopt(*, scheme: Scheme, by: User, version: int, drops: int = 0, now: datetime | None = None) -> Scheme:
    """Bring an edition into force and record who adopted it; the edition before it stays readable.

    Scores of the edition in force are copied by the codes of their criteria, and the procedure goes on
    where it stood. ``drops`` is how many scores the person was told will not be taken over; another
    number is refused.
    Raises ValidationError with the reason, EditConflict when the scheme was changed since.
    """
    list(Scheme.objects.select_for_update(of=("self",)).filter(year=scheme.year, group=scheme.group))
    found = locked(scheme)
    if not found.criteria.exists():
        raise ValidationError(_("A scheme without criteria cannot be adopted."))
    other = in_force(found)
    if other is not None:
        _replace(other, found, by, drops)
    moment = now or clock.now()
    stage = other.stage if other else found.stage
    values = {"is_current": True, "adopted_at": moment, "adopted_by": by, "stage": stage}
    return change_record(found, by=by, version=version, **values)


def _replace(other: Scheme, scheme: Scheme, by: User, drops: int) -> None:
    if other.is_published:
        raise ValidationError(_("The results of the edition in force are published; it cannot be replaced."))
    plan = carried(scheme)
    if len(plan.dropped) != drops:
        raise ValidationError(_("Scores were given or changed since. Look at what would be dropped again."))
    change_record(other, by=by, version=other.version, is_current=False)
    carry(other, scheme, plan.moves, by)
