"""A report as it is read: by the unit, the office, the leaders."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reports.filing import content_of
from reports.models import LineSection, Remark, Report, Submission
from reports.rules import LineDifference, differing

if TYPE_CHECKING:
    from departments.models import User


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A line as it was handed in, with the remarks made to it."""

    line: Mapping[str, Any]
    remarks: Sequence[Remark]


@dataclass(frozen=True, slots=True)
class ReadGroup:
    """A part of the report."""

    label: str
    rows: Sequence[ReadLine]


@dataclass(frozen=True, slots=True)
class Reading:
    """A version of a report, and how it differs from the one before."""

    submission: Submission | None
    groups: Sequence[ReadGroup]
    evidence: Sequence[Mapping[str, Any]]
    changes: Sequence[LineDifference]


def reading(report: Report, user: "User", number: int | None = None) -> Reading | None:
    """Return a version of the report, without a number the last handed in, or the draft.

    None where there is no such version.
    """
    submissions = list(report.submissions.all())
    chosen = _chosen(report, submissions, number)
    if chosen is None and number is not None:
        return None
    content = chosen.content if chosen else content_of(report, list(report.lines.all()), {})
    earlier = [each for each in submissions if chosen and each.number < chosen.number]
    return Reading(
        chosen,
        _groups(content["lines"], _remarks(chosen, report, user)),
        content["evidence"],
        differing(earlier[-1].lines, content["lines"]) if earlier else [],
    )


def _remarks(chosen: Submission | None, report: Report, user: "User") -> dict[int, list[Remark]]:
    found: dict[int, list[Remark]] = {}
    if chosen is not None:
        told = Remark.objects.told_to(user, report).filter(submission=chosen)
        for remark in told.select_related("made_by"):
            found.setdefault(remark.line_id, []).append(remark)
    return found


def _groups(lines: Sequence[Mapping[str, Any]], remarks: Mapping[int, list[Remark]]) -> list[ReadGroup]:
    groups = [
        ReadGroup(
            str(section.label),
            [
                ReadLine(line, remarks.get(line["line"], []))
                for line in lines
                if line["section"] == section and (line["text"] or line["line"] in remarks)
            ],
        )
        for section in LineSection
    ]
    return [group for group in groups if group.rows]


def _chosen(report: Report, submissions: Sequence[Submission], number: int | None) -> Submission | None:
    if number is not None:
        return next((each for each in submissions if each.number == number), None)
    return submissions[-1] if submissions and not report.is_open else None
