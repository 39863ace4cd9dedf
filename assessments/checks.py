"""What must always hold of assessments: scores, published results, papers."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby
from typing import Final

from django.db.models import Count, Max
from django.utils.timezone import localtime

from assessments import grading, rules
from assessments.actions.computing import recompute
from assessments.lines import sum_of, thaw
from assessments.models import ComputedScore, Correction, IssuedPaper, Scheme, UnitResult
from assessments.papers.archive import normal_code
from departments.integrity import Check, Flaw, flaw, gaps

_RESULTS: Final = 50
"""Results read at once: each holds the lines of every criterion."""


def totals() -> Iterator[Flaw]:
    """Yield the published totals that are not the sum of their lines."""
    rows = UnitResult.objects.select_related("scheme").order_by("pk").iterator(chunk_size=_RESULTS)
    for row in rows:
        found = sum_of([thaw(line) for line in row.lines], row.scheme.bonus_cap)
        if found != row.total:
            yield flaw(row, f"the lines add up to {found}")


def ranks() -> Iterator[Flaw]:
    """Yield the published results whose rank or grade does not follow from the totals."""
    for scheme in Scheme.objects.exclude(published_at=None).order_by("pk"):
        rows = list(UnitResult.objects.filter(scheme=scheme).defer("lines").order_by("pk"))
        bands = grading.bands_of(scheme)
        for row, rank in zip(rows, rules.ranks([row.total for row in rows]), strict=True):
            forced = row.grade if row.forced_because else ""
            grades = rules.settle(row.total, bands, scheme.banding_places, forced)
            if (row.rank, row.grade, row.computed_grade) != (rank, *grades):
                yield flaw(row, f"rank {row.rank} grade {row.grade} instead of {rank} {grades[0]}")


def published() -> Iterator[Flaw]:
    """Yield the schemes that are published without results, or have results without being published."""
    counted = Scheme.objects.annotate(units=Count("results")).order_by("pk")
    for scheme in counted.defer("figures").iterator():
        if scheme.is_published != bool(scheme.units):
            yield flaw(scheme, f"published: {scheme.is_published}, results: {scheme.units}")


def computations() -> Iterator[Flaw]:
    """Yield the computed scores that their own inputs do not give."""
    rows = ComputedScore.objects.filter(rule_edition=rules.EDITION).select_related("unit", "criterion")
    for row in rows.order_by("pk").iterator():
        if (found := recompute(row)) != row.points:
            yield flaw(row, f"{row.points} kept, its inputs give {found}")


def frozen_computations() -> Iterator[Flaw]:
    """Yield the published results that were frozen with other points than were computed."""
    for row in UnitResult.objects.order_by("pk").iterator(chunk_size=_RESULTS):
        kept = {line["criterion"]: line.get("proposed") for line in row.lines if line.get("computed_at")}
        computed = ComputedScore.objects.filter(unit=row.unit_id, criterion__in=list(kept))
        points = dict(computed.values_list("criterion", "points"))
        for criterion, proposed in kept.items():
            if points.get(criterion) != (None if proposed is None else Decimal(proposed)):
                yield flaw(row, f"criterion {criterion}: {proposed} published, {points.get(criterion)} kept")


def correction_numbers() -> Iterator[Flaw]:
    """Yield the schemes whose corrections are not numbered without a gap."""
    counted = Correction.objects.order_by().values("scheme").annotate(count=Count("pk"), last=Max("number"))
    return gaps(counted.values_list("scheme__code", "count", "last"), "corrections of")


def paper_codes() -> Iterator[Flaw]:
    """Yield the issued papers whose code nobody could type, or that bear no number."""
    for row in IssuedPaper.objects.order_by("pk").iterator():
        if row.code != normal_code(row.code) or not row.number:
            yield flaw(row, f"code “{row.code}”, number “{row.number}”")


def notice_numbers() -> Iterator[Flaw]:
    """Yield the schemes whose public and internal notice bear one number.

    Schemes published together share their notices; the notices themselves cannot share a number.
    """
    rows = Scheme.objects.exclude(public_number=None).exclude(internal_number=None).order_by("published_at")
    named = rows.defer("figures").iterator()
    for year, schemes in groupby(named, key=lambda scheme: localtime(scheme.published_at).year):
        for scheme in schemes:
            if scheme.public_number == scheme.internal_number:
                yield flaw(scheme, f"both notices bear number {scheme.public_number} of {year}")


CHECKS = (
    Check("assessments.totals", "a published total is the sum of its lines", totals),
    Check("assessments.ranks", "published ranks and grades follow from the totals", ranks),
    Check("assessments.published", "a published scheme has results, and no other", published),
    Check("assessments.computations", "a computed score follows from the inputs kept with it", computations),
    Check("assessments.frozen", "what was published of a computation is what was kept", frozen_computations),
    Check("assessments.correction-numbers", "corrections are numbered without a gap", correction_numbers),
    Check("assessments.paper-codes", "an issued paper bears a number and a code to type", paper_codes),
    Check("assessments.notice-numbers", "the notices of a publication bear two numbers", notice_numbers),
)
