"""What the leader's dashboard shows, composed from the figures of the floors below.

Nothing is computed here a second time: every figure comes from ``targets.progress``, a measure or a
function of the records' own room. The page, the wall and the printed briefing show the same board.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from departments.models import User
from quality_portal.dashboards.answer import Answer, answer
from quality_portal.dashboards.concentration import Concentration, concentration
from quality_portal.dashboards.overdue import Overdue, overdue
from quality_portal.dashboards.pictures import Row, counts_chart, drawn, pass_rate_chart
from quality_portal.dashboards.responsible import (
    Danger,
    Standing,
    Tally,
    dangers,
    standings,
    tallied,
    units_with_support,
)
from quality_portal.dashboards.since_meeting import SinceMeeting, last_meeting, since_meeting, turns
from quality_portal.lib.charts.bars import BarChart
from quality_portal.lib.charts.line import LineChart
from targets.headline import Headline, by_sector, headline
from targets.outlook import Loss, losses
from targets.progress import TargetProgress, courses


@dataclass(frozen=True, slots=True)
class Board:
    """The whole dashboard of a year on a day; what is overdue is told of ``today``."""

    year: int
    as_of: date
    today: date
    years: Sequence[int]
    headline: Headline
    answer: Answer
    dangers: Sequence[Danger]
    losses: Sequence[Loss]
    doubtful: int
    standings: Sequence[Standing]
    overdue: Sequence[Overdue]
    concentration: Concentration
    since: SinceMeeting | None
    sectors: Sequence[tuple[str, Sequence[Row]]]
    pass_rate: LineChart
    counts: BarChart

    @property
    def leaders(self) -> list[Standing]:
        """The units that lead a target."""
        return [standing for standing in self.standings if standing.led]

    @property
    def supporters(self) -> list[Standing]:
        """The units that only support targets of others."""
        return [standing for standing in self.standings if not standing.led]

    @property
    def tallies(self) -> list[Tally]:
        """How many targets show which light."""
        return tallied(self.headline.counts, with_none=True)

    @property
    def is_past(self) -> bool:
        """Whether the figures are those of an earlier day than today."""
        return self.as_of < self.today


def board(user: User, year: int, as_of: date, today: date) -> Board:
    """Compose the dashboard; the number of queries does not depend on the number of records."""
    meeting = last_meeting(user, min(as_of, date(year, 12, 31)))
    then = [(meeting.held_on.year, meeting.held_on)] if meeting else []
    rows, *before = courses([(year, as_of), *then])
    on = rows[0].on if rows else as_of
    units = units_with_support(rows)
    found = headline(rows)
    return Board(
        year=year,
        as_of=on,
        today=today,
        years=plan_years(rows, year),
        headline=found,
        answer=answer(found, rows),
        dangers=dangers(rows),
        losses=losses(rows),
        doubtful=sum(row.is_doubtful for row in rows),
        standings=standings(rows, units),
        overdue=overdue(user, today, rows),
        concentration=concentration(on, units),
        since=since_meeting(user, on, meeting, turns(rows, *before), units, today) if meeting else None,
        sectors=[(str(sector.label), [drawn(row) for row in group]) for sector, group in by_sector(rows)],
        pass_rate=pass_rate_chart(rows),
        counts=counts_chart(rows),
    )


def plan_years(rows: Sequence[TargetProgress], year: int) -> Sequence[int]:
    """Return the years a reader may choose: those of the plan."""
    if not rows:
        return [year]
    plan = rows[0].target.plan
    return range(plan.start_year, plan.end_year + 1)
