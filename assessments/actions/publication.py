"""Results published and frozen."""

from collections.abc import Sequence
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from assessments.actions.computing import compute
from assessments.actions.rectifications import owe_rectifications
from assessments.figures import YearFigures, year_figures
from assessments.models import Scheme, Stage, UnitResult
from assessments.progress import is_decided
from assessments.rules import stages
from assessments.scoring import UnitTotal, freeze, results
from departments.models import User
from departments.records import change_record
from quality_portal.lib import clock
from quality_portal.lib.latch import latch


def missing_for_publication(scheme: Scheme, totals: Sequence[UnitTotal]) -> list[str]:
    """Return what keeps results from being published, as sentences."""
    return refused_at_step(scheme) or missing_scores(totals)


def refused_at_step(scheme: Scheme) -> list[str]:
    """Return why the step, by the table of steps, does not end with publication now."""
    if not stages.may_publish(scheme.stage):
        return [str(_("The assessment has not come to its overall result yet."))]
    if scheme.stage == Stage.LEADING_GROUP and not is_decided(scheme):
        return [str(words) for words in stages.missing_before_next(scheme.stage, {"decided": 1}).values()]
    return []


def missing_scores(totals: Sequence[UnitTotal]) -> list[str]:
    """Return which scores are still missing, as sentences."""
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

    What the rules propose is computed and kept first, so that each published score has its computation.
    The notice goes out with the year's last group; its numbers, where left out, follow the last ones of
    the calendar year. Raises ValidationError when scores are missing or the results are published
    already, EditConflict when the scheme was changed since.
    """
    moment = now or clock.now()
    # Of two groups published at once the later one has to see that it is the year's last.
    latch("notices")
    locked = Scheme.objects.select_for_update(of=("self",)).get(pk=scheme.pk)
    if locked.is_published:
        raise ValidationError(_("The results are published already."))
    if refused := refused_at_step(locked):
        raise ValidationError(refused)
    today = timezone.localtime(moment).date()
    compute(scheme=locked, by=by, now=moment)
    rows, figures = _frozen(locked, today)
    if public_number is None and is_last(locked):
        public_number = next_number(today.year)
    if internal_number is None and public_number is not None:
        internal_number = public_number + 1
    published = change_record(
        locked,
        by=by,
        version=version or scheme.version,
        stage=Stage.PUBLISHED,
        published_at=moment,
        published_by=by,
        public_number=public_number,
        internal_number=internal_number,
        figures=figures,
    )
    UnitResult.objects.bulk_create(rows)
    owe_rectifications(published, rows, by=by, today=today)
    return published


def _frozen(scheme: Scheme, today: date) -> tuple[list[UnitResult], YearFigures]:
    """Take results and figures in Chinese, the language they are published in."""
    with override("zh-hans"):
        totals = results(scheme, scheme.as_of(today))
        rows = [_result(scheme, total) for total in totals]
        figures = year_figures(list(Scheme.objects.for_year(scheme.year)), today)
    missing = missing_scores(totals)
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
        computed_grade=total.computed_grade,
        forced_because=total.forced_because,
        rank=total.rank or 0,
        lines=[freeze(line) for line in total.lines],
    )
