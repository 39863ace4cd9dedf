"""How points, totals, grades and ranks follow from figures, with the reason in words."""

from assessments.rules.asked import asks
from assessments.rules.engine import EDITION, kept_inputs, score, score_again
from assessments.rules.frame import Frame
from assessments.rules.given import Given
from assessments.rules.grades import grade_of, last_ranks, lowest, ranks, settle, total
from assessments.rules.headings import composite, sum_of_parts
from assessments.rules.params import (
    FIGURES,
    LISTS,
    PARAMS,
    Form,
    Param,
    Rule,
    Words,
    figure,
    pairs,
    params_error,
)
from assessments.rules.people import Hand, manual, settled
from assessments.rules.points import (
    Awarded,
    Fact,
    PassRate,
    Scored,
    Share,
    Trace,
    target_attainment,
    township_credentials,
    township_pass_rate,
)
from assessments.rules.wording import describe

__all__ = [
    "EDITION",
    "FIGURES",
    "LISTS",
    "PARAMS",
    "Awarded",
    "Fact",
    "Form",
    "Frame",
    "Given",
    "Hand",
    "Param",
    "PassRate",
    "Rule",
    "Scored",
    "Share",
    "Trace",
    "Words",
    "asks",
    "composite",
    "describe",
    "figure",
    "grade_of",
    "kept_inputs",
    "last_ranks",
    "lowest",
    "manual",
    "pairs",
    "params_error",
    "ranks",
    "score",
    "score_again",
    "settle",
    "settled",
    "sum_of_parts",
    "target_attainment",
    "total",
    "township_credentials",
    "township_pass_rate",
]
