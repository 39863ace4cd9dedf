"""When each step of the demonstration's enforcement cases was taken, and under which number."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Final

from inspections.rules.clocks import WorkCalendar
from inspections.rules.terms import Outcome
from quality_portal.demo.case_courses import EXITS, STANDING, USUAL, Course, Failure, Move, moves_of
from quality_portal.lib.documents.wording import document_number

HOLDS_CERTIFICATE = 0.3
"""Share of the parties that hold a licence or certificate that must be told of."""

NUMBERS: Final = {
    "order": "和市监责改",
    "report": "和市监报",
    "announcement": "省市监公告",
    "suspension": "和市监停",
    "revocation_proposed": "和市监吊建",
    "transferred": "和市监移",
    "police": "和市监移",
    "refusal_warning": "和市监警",
    "serious_filed": "和市监质立",
    "serious_decided": "和市监质罚",
    "retest": "州质检复",
    "retest_farm": "州质检复",
}
"""What the numbers of the steps' documents begin with."""


@dataclass(slots=True)
class Entry:
    """A step to be stored."""

    step: str
    on: date
    outcome: str = Outcome.DONE
    deadline_on: date | None = None
    told_on: date | None = None
    number: str = ""


@dataclass(slots=True)
class Plan:
    """A case to be stored: the failed batch's key, the day of opening, the number in its year, its steps."""

    sample: int
    opened_on: date
    facts: Failure
    serial: int = 0
    entries: list[Entry] = field(default_factory=list)


def lead_cases(plans: Sequence[Plan], calendar: WorkCalendar, dice: Random, today: date) -> None:
    """Give every case its number, its course and the steps taken up to today; the cases come by age."""
    serials: Counter[int] = Counter()
    for plan, course in zip(plans, courses_for([plan.facts for plan in plans], dice), strict=True):
        serials[plan.opened_on.year] += 1
        plan.serial = serials[plan.opened_on.year]
        moves = moves_of(course, plan.facts, holds_certificate=dice.random() < HOLDS_CERTIFICATE)
        plan.entries = _entries(moves, plan.opened_on, calendar, dice, today)
    _number(entry for plan in plans for entry in plan.entries)


def courses_for(cases: Sequence[Failure], dice: Random) -> list[Course]:
    """Choose each case's course: some stand at a state on purpose, the others take their usual way."""
    chosen: dict[int, Course] = {}
    for course in STANDING:
        first, last = course.ages
        fitting = [
            place
            for place, case in enumerate(cases)
            if first <= case.age <= last and course.fits(case) and place not in chosen
        ]
        count = min(len(fitting), max(1, round(course.share * len(fitting))))
        chosen |= dict.fromkeys(dice.sample(fitting, count), course)
    return [chosen.get(place) or _usual(case, dice) for place, case in enumerate(cases)]


def _usual(case: Failure, dice: Random) -> Course:
    for course in EXITS:
        if course.fits(case) and dice.random() < course.share:
            return course
    return dice.choices(USUAL, weights=[course.share for course in USUAL])[0]


def _entries(
    moves: Iterable[Move], opened_on: date, calendar: WorkCalendar, dice: Random, today: date
) -> list[Entry]:
    """Date the steps one after the other and stop before the first that lies ahead."""
    former, entries = opened_on, []
    for move in moves:
        if move.back is None:
            gap = dice.randint(move.least, move.most)
            day = calendar.next_working(former + timedelta(days=gap))
        else:
            day = max(former, _worked_before(today - timedelta(days=move.back), calendar))
        if day > today:
            break
        told_on = calendar.next_working(former + timedelta(days=2)) if move.after_hearing else None
        deadline = day + timedelta(days=move.deadline) if move.deadline else None
        entries.append(Entry(move.step, day, move.outcome, deadline, told_on))
        former = former if move.beside else day
    return sorted(entries, key=lambda entry: entry.on)


def _worked_before(day: date, calendar: WorkCalendar) -> date:
    """Return the day itself where it is worked, else the last one before it that was."""
    while not calendar.is_working(day):
        day -= timedelta(days=1)
    return day


def _number(entries: Iterable[Entry]) -> None:
    """Number the documents in the order of their days, anew in every year."""
    given: Counter[tuple[str, int]] = Counter()
    numbered = [entry for entry in entries if entry.step in NUMBERS]
    for entry in sorted(numbered, key=lambda entry: entry.on):
        agency = NUMBERS[entry.step]
        given[agency, entry.on.year] += 1
        entry.number = document_number(agency, entry.on.year, given[agency, entry.on.year])
