"""The dashboard as a briefing (简报): two pages of A4, in Chinese as all papers."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import override

from departments.models import User
from departments.task_papers import office_name
from quality_portal.dashboards.board import Board, board
from quality_portal.dashboards.concentration import class_chart, township_tiles
from quality_portal.dashboards.pictures import pass_rate_chart
from quality_portal.lib.documents import pdf
from quality_portal.lib.documents.errors import PaperError

TEMPLATE: Final = "papers/dashboards/briefing.html"
PAGES: Final = 2


@dataclass(frozen=True, slots=True)
class Room:
    """How many lines of each kind the two pages hold."""

    dangers: int
    townships: int
    classes: int
    turns: int
    decisions: int


ROOMS: Final = (Room(7, 28, 6, 6, 5), Room(5, 21, 5, 4, 3), Room(3, 14, 4, 2, 2))
"""Tried in turn: long names and reasons leave room for fewer lines."""


def briefing_paper(user: User, year: int, as_of: date, today: date) -> bytes:
    """Return the briefing of a year on a day; it always has two pages.

    Raises PaperError when it cannot be printed.
    """
    with override("zh-hans"):
        shown = board(user, year, as_of, today)
        for room in ROOMS:
            paper = pdf.typeset(TEMPLATE, context_of(shown, room))
            if paper.pages == PAGES:
                return paper.pdf
        raise PaperError(_("The briefing does not fit on two pages."))


def context_of(shown: Board, room: Room) -> dict[str, Any]:
    """Return what the paper shows; lists are cut to what a page holds, and say how many are left out."""
    since, found = shown.since, shown.concentration
    turns = [*since.turned, *since.moved] if since else []
    decisions = since.decisions if since else []
    lowest = sorted(found.places, key=lambda part: part.tally.pass_rate or Decimal(100))[: room.townships]
    rows = [row.progress for _sector, group in shown.sectors for row in group]
    return {
        "title": f"质量强县工作{shown.year}年度进展简报",
        "agency": office_name(),
        "board": shown,
        "dangers": shown.dangers[: room.dangers],
        "dangers_left": len(shown.dangers[room.dangers :]),
        "turns": turns[: room.turns],
        "turns_left": len(turns[room.turns :]),
        "decisions": decisions[: room.decisions],
        "decisions_left": len(decisions[room.decisions :]),
        "tiles": township_tiles([part for part in found.places if part in lowest], width=760),
        "tiles_left": len(found.places[room.townships :]),
        "classes": class_chart(found.classes[: room.classes], linked=False, width=340),
        "pass_rate": pass_rate_chart(rows, width=340, height=190),
    }
