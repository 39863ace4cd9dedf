"""A unit's report as the paper it is filed as; official papers are Chinese in either language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from departments.imports import read_file
from quality_portal.lib.documents import pdf
from reports.models import LineSection, Report

DATA = Path(__file__).resolve().parents[1] / "departments" / "data"
TEMPLATE = "papers/reports/report.html"
HEADINGS = {
    LineSection.WORK: "职责和任务落实情况",
    LineSection.TARGETS: "规划目标完成情况",
    LineSection.RECORDS: "监管和工作数据",
    LineSection.LAST_TIME: "上期问题和打算的落实情况",
    LineSection.OUTLOOK: "存在问题和下一步打算",
}
"""The headings of the paper's sections."""


@cache
def office_name() -> str:
    """Return the leading group's office, to which units report (领导小组办公室)."""
    return str(read_file(DATA / "leading_group.toml")["group"]["office_name"])


@dataclass(frozen=True, slots=True)
class Entry:
    """What is said about one thing; the heading is empty where the text speaks for itself."""

    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A section of the paper."""

    key: str
    heading: str
    entries: tuple[Entry, ...]

    @property
    def is_outlook(self) -> bool:
        """Whether its entries carry headings of their own."""
        return self.key == LineSection.OUTLOOK


def parts(lines: Sequence[Mapping[str, Any]]) -> list[Part]:
    """Return the sections that say something."""
    found = []
    for key, heading in HEADINGS.items():
        entries = tuple(
            Entry(_lead_in(key, line["heading"]), paragraphs(line["text"]))
            for line in lines
            if line["section"] == key and line["text"].strip()
        )
        if entries:
            found.append(Part(key, heading, entries))
    return found


def _lead_in(section: str, heading: str) -> str:
    if section == LineSection.RECORDS:
        return ""
    if section == LineSection.OUTLOOK:
        return heading
    return heading if heading.endswith(("。", "；", "！", "？")) else f"{heading}。"


def paragraphs(text: str) -> tuple[str, ...]:
    """Return a text's lines that say something."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def paper_context(
    report: Report, lines: Sequence[Mapping[str, Any]], files: Sequence[str], on: date | None
) -> dict[str, Any]:
    """Return everything the paper prints; without a day it leaves room for one."""
    return {
        "title": f"{report.department.name}关于{report.period.on_papers}质量工作情况的报告",
        "agency": report.department.name,
        "addressee": office_name(),
        "parts": parts(lines),
        "attachments": list(files),
        "signed_by": report.department.name,
        "signed_on": on,
    }


def report_pdf(context: Mapping[str, Any]) -> bytes:
    """Print a report; raises PaperError when it cannot be printed."""
    return pdf.render(TEMPLATE, context)
