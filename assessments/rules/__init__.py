"""How points, totals, grades and ranks follow from figures, with the reason in words."""

from assessments.rules.grades import grade_of, last_ranks, lowest, ranks, settle, total
from assessments.rules.params import FIGURES, LISTS, Rule, Words, figure, params_error
from assessments.rules.points import (
    Awarded,
    Fact,
    Hand,
    PassRate,
    Scored,
    Share,
    Trace,
    manual,
    settled,
    target_attainment,
    township_credentials,
    township_pass_rate,
)

__all__ = [
    "FIGURES",
    "LISTS",
    "Awarded",
    "Fact",
    "Hand",
    "PassRate",
    "Rule",
    "Scored",
    "Share",
    "Trace",
    "Words",
    "figure",
    "grade_of",
    "last_ranks",
    "lowest",
    "manual",
    "params_error",
    "ranks",
    "settle",
    "settled",
    "target_attainment",
    "total",
    "township_credentials",
    "township_pass_rate",
]
