"""What scores are computed from: one grouped question to the records per rule, however many units."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from django.db.models import Count
from django.urls import reverse
from django.utils.http import urlencode

from assessments.models import Column, Criterion, Scheme, Score
from assessments.rules import Awarded, Hand, PassRate, Share, figure
from brands.models import Credential, Family
from departments.models import Department
from targets import measures
from targets.models import Target
from targets.progress import TargetProgress, progress

RATE_MEASURE = "spot_checks.pass_rate"
"""The measure a township's pass rate is read from."""


def hands(scheme: Scheme) -> dict[tuple[int, int], dict[str, Hand]]:
    """Return what people entered, by criterion and unit and then by column, in the columns' order."""
    found: dict[tuple[int, int], dict[str, Hand]] = defaultdict(dict)
    scores = Score.objects.filter(criterion__scheme=scheme).select_related("scored_by")
    order = list(Column)
    for score in sorted(scores, key=lambda score: order.index(Column(score.column))):
        hand = Hand(score.points, score.reason, str(score.scored_by))
        found[score.criterion_id, score.unit_id][score.column] = hand
    return found


def names_of_scorers(criteria: Iterable[Criterion]) -> dict[int, str]:
    """Return the names of the departments that score the criteria."""
    wanted = {criterion.scored_by_id for criterion in criteria if criterion.scored_by_id}
    return (
        {unit.pk: unit.short_name or unit.name for unit in Department.objects.filter(pk__in=wanted)}
        if wanted
        else {}
    )


def target_shares(criterion: Criterion, rows: Sequence[TargetProgress]) -> dict[int, list[Share]]:
    """Return the targets each department leads or takes part in, as they count for it."""
    lead = figure(criterion.params, "lead_weight")
    cooperating = figure(criterion.params, "cooperating_weight")
    helpers: dict[int, set[int]] = defaultdict(set)
    links = Target.cooperating.through.objects.filter(target__in=[row.target.pk for row in rows])
    for target, department in links.values_list("target_id", "department_id"):
        helpers[target].add(department)
    shares: dict[int, list[Share]] = defaultdict(list)
    for row in rows:
        shares[row.target.lead_id].append(_share(row, lead))
        for department in sorted(helpers[row.target.pk] - {row.target.lead_id}):
            shares[department].append(_share(row, cooperating))
    return shares


def _share(row: TargetProgress, weight: Decimal) -> Share:
    return Share(
        name=f"{row.target.code} {row.target.label}",
        attainment=row.attainment,
        weight=weight,
        reason=row.reason,
        url=reverse("targets:detail", args=[row.target.code]) + f"?year={row.year}",
    )


def targets_of(scheme: Scheme, as_of: date) -> list[TargetProgress]:
    """Return the progress of the plan's targets in the scheme's year."""
    return progress(scheme.year, as_of)


def pass_rates(as_of: date) -> dict[int, PassRate]:
    """Return each township's pass rate of the year up to the day."""
    measure = measures.get(RATE_MEASURE)
    if measure is None:
        return {}
    return {
        township: PassRate(found.value, int(found.denominator or 0), measure.records_url(as_of, township))
        for township, found in measure.source.by_township(RATE_MEASURE, as_of).items()
    }


def credentials(criterion: Criterion, scheme: Scheme, as_of: date) -> dict[int, list[Awarded]]:
    """Return how many credentials of each of the families were awarded in each township in the period."""
    counted = (
        Credential.objects.filter(
            kind__family__in=criterion.params["families"],
            issued_on__range=(scheme.period_start, as_of),
            township__isnull=False,
        )
        .order_by()
        .values_list("township", "kind__family")
        .annotate(Count("pk"))
    )
    order = list(Family)
    found: dict[int, list[Awarded]] = defaultdict(list)
    for township, code, count in sorted(counted, key=lambda row: (row[0], order.index(Family(row[1])))):
        family = Family(code)
        found[township].append(Awarded(family.label, count, _register_url(scheme, as_of, township, family)))
    return found


def _register_url(scheme: Scheme, as_of: date, township: int, family: Family) -> str:
    """Return the address of exactly the rows that were counted."""
    period = {"issued_from": str(scheme.period_start), "issued_to": str(as_of)}
    asked = {"township": str(township), "family": str(family.value), **period}
    return f"{reverse('brands:list')}?{urlencode(asked)}"
