"""What the page on which a unit writes its report shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reports.models import Decision, Evidence, LineKind, LineSection, Remark, Report, ReportLine
from reports.rules import Missing, missing_for_submission


@dataclass(frozen=True, slots=True)
class Written:
    """A line with what the office last said to it."""

    line: ReportLine
    remarks: Sequence[Remark]


@dataclass(frozen=True, slots=True)
class Group:
    """A part of the report with its lines."""

    key: str
    label: str
    rows: Sequence[Written]
    helped: Sequence[Written]

    @property
    def helped_open(self) -> bool:
        """Whether the office said something to a duty the unit only cooperates in."""
        return any(row.remarks for row in self.helped)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole report as it is being written."""

    groups: Sequence[Group]
    missing: Sequence[Missing]
    last_saved: ReportLine | None
    returned: bool


def sheet(report: Report) -> Sheet:
    """Return the report as it is being written. Three queries."""
    lines = list(report.lines.all())
    last = report.submissions.last()
    remarks: dict[int, list[Remark]] = {}
    if last is not None and last.decision == Decision.RETURNED:
        for remark in last.remarks.select_related("made_by"):
            remarks.setdefault(remark.line_id, []).append(remark)
    groups = [_group(section, lines, remarks) for section in LineSection]
    saved = [line for line in lines if line.saved_at]
    return Sheet(
        groups=[group for group in groups if group.rows or group.helped],
        missing=missing_for_submission(lines),
        last_saved=max(saved, key=lambda line: str(line.saved_at), default=None),
        returned=bool(remarks),
    )


def _group(section: LineSection, lines: Sequence[ReportLine], remarks: Mapping[int, list[Remark]]) -> Group:
    """Return a part; duties the unit only cooperates in stand apart, for they may be many."""
    rows = [Written(line, remarks.get(line.pk, [])) for line in lines if line.section == section]
    helped = [row for row in rows if row.line.kind == LineKind.DUTY and not row.line.is_required]
    return Group(section.value, str(section.label), [row for row in rows if row not in helped], helped)


def files_of(report: Report) -> list[Evidence]:
    """Return the files attached to a report."""
    return list(report.evidence.filter(removed_at=None).select_related("added_by"))
