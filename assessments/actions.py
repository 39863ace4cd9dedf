"""Every change to the yearly assessment: schemes loaded, scores entered, results published."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from assessments.figures import YearFigures, year_figures
from assessments.imports import DATA, load_schemes_file
from assessments.models import Criterion, Rule, Scheme, Score, UnitResult
from assessments.scoring import UnitTotal, freeze, results
from departments.imports import LOADER, Tally
from departments.models import Department, User
from departments.records import EditConflict, change_record, create_record
from quality_portal.lib import clock
from quality_portal.lib.numbers import format_decimal
from targets.models import PlanYear
from targets.rules import sentence

Words = Promise | str


@dataclass(frozen=True, slots=True)
class Entered:
    """A score to be written: ``version`` is that of the score the person saw, None where there was none."""

    criterion: Criterion
    unit: Department
    points: Decimal
    reason: str = ""
    version: int | None = None


def load_schemes(
    *,
    by: object = LOADER,
    overwrite: bool = False,
    path: Path = DATA / "schemes.toml",
    years: Iterable[int] | None = None,
) -> dict[str, Tally]:
    """Load the schemes for the years of the plan, or for the current year where there is no plan.

    Raises DataFileError, and writes nothing, when an entry does not fit.
    """
    if years is None:
        planned = PlanYear.objects.order_by("year").values_list("year", flat=True).distinct()
        years = list(planned) or [clock.today().year]
    return load_schemes_file(path, years=list(years), by=by, overwrite=overwrite)


def enter_score(
    *,
    criterion: Criterion,
    unit: Department,
    points: Decimal,
    by: User,
    version: int | None,
    reason: str = "",
    now: datetime | None = None,
) -> Score:
    """Write a person's points for a unit and a criterion.

    Raises ValidationError when the results are published or the points do not fit, EditConflict when
    somebody scored it since.
    """
    entry = Entered(criterion, unit, points, reason, version)
    return enter_scores(scheme=criterion.scheme, entries=[entry], by=by, now=now)[0]


@transaction.atomic
def enter_scores(
    *, scheme: Scheme, entries: Sequence[Entered], by: User, now: datetime | None = None
) -> list[Score]:
    """Write several scores of a scheme, all or none; errors as for `enter_score`."""
    locked = Scheme.objects.select_for_update(of=("self",)).get(pk=scheme.pk)
    if locked.is_published:
        raise ValidationError(_("The results are published; scores can no longer be changed."))
    return [_enter(locked, entry, by, now or clock.now()) for entry in entries]


def _enter(scheme: Scheme, entry: Entered, by: User, now: datetime) -> Score:
    missing = missing_for_score(scheme, entry)
    if missing:
        raise ValidationError(missing)
    values = {"points": entry.points, "reason": entry.reason, "scored_at": now, "scored_by": by}
    score = Score.objects.filter(criterion=entry.criterion, unit=entry.unit).first()
    if score is None:
        return create_record(Score(criterion=entry.criterion, unit=entry.unit, **values), by=by)
    if entry.version is None:
        raise EditConflict(score)
    return change_record(score, by=by, version=entry.version, **values)


def missing_for_score(scheme: Scheme, entry: Entered) -> dict[str, Words]:
    """Return what keeps a score from being written, by field."""
    if entry.criterion.scheme_id != scheme.pk or entry.unit.kind != scheme.kind:
        return {"unit": _("The scheme does not assess this unit by this criterion.")}
    if not 0 <= entry.points <= entry.criterion.points:
        full = format_decimal(entry.criterion.points)
        return {"points": sentence(_("Enter points from 0 to %(full)s."), full=full)}
    if entry.criterion.rule != Rule.MANUAL and not entry.reason:
        return {"reason": _("Records give no score here: state the reason for the points.")}
    return {}


def missing_for_publication(totals: Sequence[UnitTotal]) -> list[str]:
    """Return what keeps results from being published, as sentences."""
    if not totals:
        return [str(_("There is no unit to assess."))]
    open_units = [total for total in totals if not total.is_complete]
    if not open_units:
        return []
    count = sum(total.missing for total in open_units)
    text = _("Scores still missing: %(count)d (%(units)s).")
    return [str(text) % {"count": count, "units": "、".join(total.name for total in open_units)}]


def is_last(scheme: Scheme) -> bool:
    """Whether every other scheme of the year is published already, so that the notice can go out."""
    others = Scheme.objects.for_year(scheme.year).exclude(pk=scheme.pk)
    return not others.filter(published_at=None).exists()


def next_number(year: int) -> int:
    """Return the number after the last one that notices published in a calendar year bear."""
    rows = Scheme.objects.filter(published_at__year=year).values_list("public_number", "internal_number")
    return max((number for row in rows for number in row if number), default=0) + 1


@transaction.atomic
def publish(
    *,
    scheme: Scheme,
    by: User,
    version: int | None = None,
    now: datetime | None = None,
    public_number: int | None = None,
    internal_number: int | None = None,
) -> Scheme:
    """Publish a scheme's results: names, totals, grades, ranks, traces and the year's figures are frozen.

    The notice goes out with the year's last group; its numbers, where left out, follow the last ones of
    the calendar year. Raises ValidationError when scores are missing or the results are published
    already, EditConflict when the scheme was changed since.
    """
    moment = now or clock.now()
    locked = Scheme.objects.select_for_update(of=("self",)).get(pk=scheme.pk)
    if locked.is_published:
        raise ValidationError(_("The results are published already."))
    today = timezone.localtime(moment).date()
    rows, figures = _frozen(locked, today)
    if public_number is None and is_last(locked):
        public_number = next_number(today.year)
    if internal_number is None and public_number is not None:
        internal_number = public_number + 1
    published = change_record(
        locked,
        by=by,
        version=version or scheme.version,
        published_at=moment,
        published_by=by,
        public_number=public_number,
        internal_number=internal_number,
        figures=figures,
    )
    UnitResult.objects.bulk_create(rows)
    return published


def _frozen(scheme: Scheme, today: date) -> tuple[list[UnitResult], YearFigures]:
    """Take results and figures in Chinese, the language they are published in."""
    with override("zh-hans"):
        totals = results(scheme, scheme.as_of(today))
        rows = [_result(scheme, total) for total in totals]
        figures = year_figures(list(Scheme.objects.for_year(scheme.year)), today)
    missing = missing_for_publication(totals)
    if missing:
        raise ValidationError(missing)
    return rows, figures


def _result(scheme: Scheme, total: UnitTotal) -> UnitResult:
    return UnitResult(
        scheme=scheme,
        unit=total.unit,
        unit_name=total.unit.name,
        total=total.total,
        grade=total.grade,
        rank=total.rank or 0,
        lines=[freeze(line) for line in total.lines],
    )
