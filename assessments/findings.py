"""What of an assessment is found by people: criterion by criterion and unit by unit, found or still open."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.timezone import localtime

from assessments.grid import seen_by
from assessments.models import Criterion, Finding, Scheme
from assessments.proposals import Proposals
from assessments.rules import asked, say_found
from departments.models import Department, User
from quality_portal.lib.spreadsheets.writing import Column, Table


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A unit and a criterion that a person finds something for, what was found, what the rule makes of it."""

    criterion: Criterion
    unit: Department
    finding: Finding | None
    proposed: Decimal | None

    @property
    def said(self) -> str:
        """What was found, in words; empty where nothing was yet."""
        if self.finding is None:
            return ""
        return say_found(self.criterion.rule, self.criterion.params, self.finding.inputs)


@dataclass(frozen=True, slots=True)
class PastFinding:
    """A finding as it once was entered."""

    said: str
    finding: Finding


def asked_of(user: User, scheme: Scheme) -> list[Criterion]:
    """Return the criteria whose rule asks a person, as far as the person scores or watches them."""
    seen = seen_by(user, list(scheme.criteria.select_related("scored_by")))
    return [criterion for criterion in seen if asked(criterion.rule, criterion.params)]


def units_of(scheme: Scheme) -> list[Department]:
    """Return the units that the scheme assesses, in their order."""
    return list(Department.objects.active().filter(kind__in=scheme.kinds).order_by("kind", "order", "code"))


def rows_of(
    scheme: Scheme, criteria: Sequence[Criterion], units: Sequence[Department], as_of: date
) -> list[FindingRow]:
    """Return a row for every criterion and unit; the number of queries does not depend on either."""
    found = Finding.objects.filter(criterion__in=criteria).select_related("found_by")
    known = {(finding.criterion_id, finding.unit_id): finding for finding in found}
    proposals = Proposals(scheme, criteria, as_of)
    rows = []
    for criterion in criteria:
        for unit in units:
            proposal = proposals.of(criterion, unit)
            points = proposal.scored.points if proposal else None
            rows.append(FindingRow(criterion, unit, known.get((criterion.pk, unit.pk)), points))
    return rows


def past_of(finding: Finding) -> list[PastFinding]:
    """Return how a finding was entered and changed, the latest first."""
    criterion = finding.criterion
    rows = finding.history.select_related("found_by").order_by("-history_date", "-history_id")
    return [PastFinding(say_found(criterion.rule, criterion.params, row.inputs), row) for row in rows]


def finding_table(rows: Iterable[FindingRow]) -> Table:
    """Return findings as a table; the official headers are Chinese in either language."""
    columns = [
        *(
            Column("单位"),
            Column("指标编号"),
            Column("考核指标"),
            Column("分值", "number"),
            Column("认定情况"),
        ),
        *(
            Column("依据或变更理由"),
            Column("规则建议得分", "number"),
            Column("认定人"),
            Column("认定日期", "date"),
        ),
    ]
    return Table("考核认定情况", columns, [_values(row) for row in rows])


def _values(row: FindingRow) -> list[Any]:
    found = row.finding
    return [
        row.unit.name,
        row.criterion.code,
        row.criterion.name,
        row.criterion.points,
        row.said,
        found.note if found else "",
        row.proposed,
        str(found.found_by) if found else "",
        localtime(found.found_at).date() if found else None,
    ]
