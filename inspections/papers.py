"""Notices of enforcement cases as papers in official layout: order to correct, re-check notice."""

from pathlib import Path
from typing import Any

from django.utils.html import format_html

from departments.imports import read_file
from departments.models import Department
from inspections.models import Case, CaseAction, Side, Step, StepWording
from inspections.models.ladder import Paper
from inspections.rules.ladder import Proceedings
from inspections.rules.terms import DayUnit
from quality_portal.lib.documents import pdf

DATA = Path(__file__).resolve().parent / "data"
COUNTY = Path(__file__).resolve().parents[1] / "departments" / "data" / "departments.toml"
TEMPLATES = {Paper.ORDER: "papers/inspections/order.html", Paper.RECHECK: "papers/inspections/recheck.html"}
TITLES = {Paper.ORDER: "责令改正通知书", Paper.RECHECK: "复查通知书"}

ROOM = "\u3000" * 8
"""Room to write the contact by hand."""


def organ() -> str:
    """Return the full name of the bureau that signs: the county's name before the unit's.

    Raises DataFileError when a data file cannot be used.
    """
    code = read_file(DATA / "papers.toml")["notice"]["organ"]
    name = Department.objects.filter(code=code).values_list("name", flat=True).first() or "县市场监督管理局"
    county = str(read_file(COUNTY)["county"]["name"])
    return county + name.removeprefix(county[-1:])


def notice(case: Case, step: Step, action: CaseAction | None, proceedings: Proceedings) -> bytes:
    """Return the notice of a step as PDF; without an action a draft with room for number and day.

    Raises PaperError when it cannot be printed.
    """
    return pdf.render(TEMPLATES[Paper(step.paper)], _context(case, step, action, proceedings))


def _context(case: Case, step: Step, action: CaseAction | None, proceedings: Proceedings) -> dict[str, Any]:
    facts = proceedings.by_code[step.code]
    limit = action.deadline_on if action else None
    if action and limit is None:
        limit = proceedings.deadline_limit(facts, action.taken_on)[1]
    wording = _wording(step, case.sample.campaign.field)
    name, contact = organ(), read_file(DATA / "papers.toml")["notice"]["contact"]
    order = proceedings.taken.get(facts.counted_from)
    return {
        "title": TITLES[Paper(step.paper)],
        "mark": name,
        "agency": name,
        "number": action.document_number if action else "",
        "addressee": case.party,
        "signed_by": name,
        "signed_on": action.taken_on if action else None,
        "seal_place": True,
        "case": case,
        "sample": case.sample,
        "items": "；".join(_items(case)),
        "verb": "生产" if case.sample.side != Side.RETAIL else "销售",
        "limit": limit,
        "limit_days": _limit_days(facts.code, proceedings),
        "order": order,
        "basis": wording.basis if wording else step.basis,
        "warning": wording.warning if wording else "",
        "last_day": None if action and action.was_late else proceedings.window(facts)[1],
        "remark": format_html(
            '案件编号：{}；<span class="whole">联系人及电话：</span>{}', case.number, contact or ROOM
        ),
    }


def _limit_days(code: str, proceedings: Proceedings) -> str:
    """Return how long the law gives to correct, in words, empty where it sets no days."""
    for later in proceedings.steps:
        if later.follows_deadline and later.counted_from == code and later.latest:
            return f"{later.latest}{'个工作日' if later.unit == DayUnit.WORKING else '日'}"
    return ""


def _wording(step: Step, field: str) -> StepWording | None:
    """Return what the step's notice says for this kind of goods, else for every kind."""
    found = {each.field: each for each in step.wordings.filter(field__in=["", field])}
    return found.get(field) or found.get("")


def _items(case: Case) -> list[str]:
    found = []
    for item in case.sample.failed_items.all():
        details = [
            f"{label}{value}" for label, value in (("实测值", item.measured), ("标准值", item.limit)) if value
        ]
        found.append(f"{item.name}（{'，'.join(details)}）" if details else item.name)
    return found
