"""The courses that the demonstration's enforcement cases take: which steps, how many days apart.

Most walk from the order to correct to the closing and stand today wherever their days have led them.
A few are made to stand at one state of the ladder; their steps are counted back from today.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, NamedTuple

from inspections.models import CampaignLevel, Field
from inspections.rules.terms import Outcome


class Move(NamedTuple):
    """A step, between ``least`` and ``most`` days after the former one, or ``back`` days before today.

    ``deadline`` is how many days its document gives; ``after_hearing`` tells that the party is first told
    of its right to a hearing. The steps that follow are not counted from one taken ``beside`` the others.
    """

    step: str
    least: int = 0
    most: int = 0
    outcome: str = Outcome.DONE
    deadline: int | None = None
    back: int | None = None
    after_hearing: bool = False
    beside: bool = False


@dataclass(frozen=True, slots=True)
class Failure:
    """A failed batch with a case: how many days ago it was opened, and what its course depends on."""

    age: int
    field: str
    level: str
    is_from_elsewhere: bool
    is_counterfeit: bool


def anybody(_case: Failure) -> bool:
    """Every case fits."""
    return True


def of_product(case: Failure) -> bool:
    """Only industrial products: their party has fifteen days to object."""
    return case.field == Field.PRODUCT


def from_elsewhere(case: Failure) -> bool:
    """Only goods whose producer is in another county."""
    return case.is_from_elsewhere


def counterfeit(case: Failure) -> bool:
    """Only suspected counterfeits."""
    return case.is_counterfeit


class Course(NamedTuple):
    """A course: its part of the cases that fit, how many days ago those were opened, its steps."""

    name: str
    share: float
    moves: tuple[Move, ...]
    ages: tuple[int, int] = (0, 10_000)
    fits: Callable[[Failure], bool] = anybody


NOTICE: Final = Move("notice", 1, 4)
ORDER: Final = Move("order", 8, 20, deadline=60)
CORRECTED: Final = Move("corrected", 20, 40)
RECHECK: Final = Move("recheck", 5, 12, Outcome.PASS)
CLOSED: Final = Move("closed", 1, 6)
OBJECTION: Final = Move("objection", 1, 4)
TO_ANNOUNCEMENT: Final = (
    *(NOTICE, ORDER, CORRECTED, Move("recheck", 5, 12, Outcome.FAIL)),
    *(Move("report", 3, 8), Move("announcement", 15, 30)),
)

USUAL: Final = (
    Course("corrected", 0.52, (NOTICE, ORDER, CORRECTED, RECHECK, CLOSED)),
    Course(
        "corrected soon",
        0.27,
        (NOTICE, Move("order", 6, 12, deadline=30), Move("corrected", 10, 20), RECHECK, CLOSED),
    ),
    Course(
        "re-checked late",
        0.05,
        (NOTICE, ORDER, CORRECTED, Move("recheck", 56, 66, Outcome.PASS), CLOSED),
    ),
    Course(
        "objection rejected",
        0.04,
        (
            *(NOTICE, OBJECTION, Move("objection_decision", 1, 2, Outcome.REJECTED)),
            *(ORDER, CORRECTED, RECHECK, CLOSED),
        ),
    ),
    Course(
        "result upheld",
        0.03,
        (
            *(NOTICE, OBJECTION, Move("objection_decision", 1, 2, Outcome.ACCEPTED)),
            *(Move("retest", 4, 6, Outcome.UPHELD), ORDER, CORRECTED, RECHECK, CLOSED),
        ),
    ),
    Course(
        "corrected after the announcement",
        0.03,
        (*TO_ANNOUNCEMENT, Move("second_recheck", 66, 80, Outcome.PASS), CLOSED),
    ),
    Course(
        "corrected after the suspension",
        0.01,
        (
            *(*TO_ANNOUNCEMENT, Move("second_recheck", 66, 80, Outcome.FAIL)),
            Move("suspension", 28, 38, deadline=60, after_hearing=True),
            *(Move("recheck_after_suspension", 35, 50, Outcome.PASS), CLOSED),
        ),
    ),
    Course(
        "refusal given up",
        0.01,
        (
            *(NOTICE, Move("refusal_warning", 2, 6, deadline=25)),
            *(Move("refusal_recheck", 8, 14, Outcome.PASS), ORDER, CORRECTED, RECHECK, CLOSED),
        ),
    ),
    Course(
        "serious",
        0.01,
        (
            *(NOTICE, Move("serious_filed", 3, 8)),
            Move("serious_decided", 28, 40, after_hearing=True),
            *(ORDER, CORRECTED, RECHECK, CLOSED),
        ),
    ),
    Course("production given up", 0.02, (NOTICE, ORDER, Move("stopped", 20, 40))),
    Course("not to be reached", 0.01, (NOTICE, Move("unreachable", 20, 40))),
)
"""What cases come to that are left to the days; the shares add up to one."""

EXITS: Final = (
    Course("transferred", 0.35, (NOTICE, Move("transferred", 5, 15)), fits=from_elsewhere),
    Course("police", 0.3, (NOTICE, Move("police", 10, 20)), fits=counterfeit),
)
"""Ends that only some cases can come to."""


def _order(back: int) -> Move:
    return Move("order", deadline=60, back=back)


def _at(step: str, back: int, outcome: str = Outcome.DONE, *, deadline: int | None = None) -> Move:
    return Move(step, outcome=outcome, deadline=deadline, back=back)


def _reported(order: int, corrected: int, recheck: int, report: int) -> tuple[Move, ...]:
    failed = _at("recheck", recheck, Outcome.FAIL)
    return NOTICE, _order(order), _at("corrected", corrected), failed, _at("report", report)


STANDING: Final = (
    Course("result not served in time", 0.04, (), (10, 25)),
    Course("objection to be decided", 0.15, (NOTICE, _at("objection", 1)), ages=(6, 14), fits=of_product),
    Course(
        "re-test under way",
        0.06,
        (NOTICE, OBJECTION, Move("objection_decision", 1, 2, Outcome.ACCEPTED)),
        ages=(15, 50),
        fits=of_product,
    ),
    Course("check refused", 0.04, (NOTICE, _at("refusal_warning", 8, deadline=20)), (15, 70)),
    Course("correction overdue", 0.05, (NOTICE, _order(72)), (85, 130)),
    Course("re-check soon due", 0.1, (NOTICE, _order(66), _at("corrected", 18)), (80, 120)),
    Course("re-check overdue", 0.04, (NOTICE, _order(86), _at("corrected", 40)), (100, 150)),
    Course(
        "re-check failed",
        0.06,
        (NOTICE, _order(75), _at("corrected", 45), _at("recheck", 10, Outcome.FAIL)),
        (95, 150),
    ),
    Course(
        "re-check not applied for",
        0.02,
        (NOTICE, _order(70), _at("recheck", 8, Outcome.NOT_APPLIED)),
        (95, 150),
    ),
    Course("reported", 0.04, _reported(110, 70, 50, 42), (125, 200)),
    Course("announced", 0.05, (*_reported(130, 95, 85, 78), _at("announcement", 40)), (145, 240)),
    Course(
        "second re-check due", 0.04, (*_reported(170, 130, 120, 112), _at("announcement", 80)), (185, 280)
    ),
    Course(
        "second re-check failed",
        0.02,
        (
            *(*_reported(170, 130, 120, 112), _at("announcement", 80)),
            _at("second_recheck", 7, Outcome.FAIL),
        ),
        (185, 280),
    ),
    Course(
        "suspended",
        0.04,
        (
            *(*_reported(215, 170, 158, 150), _at("announcement", 125)),
            _at("second_recheck", 52, Outcome.FAIL),
            Move("suspension", deadline=60, back=20, after_hearing=True),
        ),
        (230, 340),
    ),
    Course(
        "revocation proposed",
        0.02,
        (
            *(*_reported(262, 215, 203, 195), _at("announcement", 175)),
            _at("second_recheck", 103, Outcome.FAIL),
            Move("suspension", deadline=60, back=70, after_hearing=True),
            *(_at("recheck_after_suspension", 25, Outcome.FAIL), _at("revocation_proposed", 12)),
        ),
        (280, 400),
    ),
)
"""Cases that stand at one state today; at least one of each where a case is old enough for it."""


def moves_of(course: Course, case: Failure, *, holds_certificate: bool) -> list[Move]:
    """Return a course's steps with those that the field and the level of the check add."""
    ending = f"_{case.field}"
    names = {"objection": f"objection{ending}", "objection_decision": f"objection_decision{ending}"}
    if case.field == Field.FARM:
        names["retest"] = "retest_farm"
    told = Outcome.DONE if holds_certificate else Outcome.NOT_APPLICABLE
    moves: list[Move] = []
    for move in course.moves:
        moves.append(move._replace(step=names.get(move.step, move.step)))
        if move.step == "notice" and case.level == CampaignLevel.NATION:
            moves.append(Move("certifier_report", 0, 3, told, beside=True))
        if move.step == "recheck" and move.outcome != Outcome.PASS and _needs_licence(case):
            moves.append(Move("licence_report", 1, 2, told, beside=True))
    return moves


def _needs_licence(case: Failure) -> bool:
    return of_product(case) and case.level in {CampaignLevel.NATION, CampaignLevel.PROVINCE}
