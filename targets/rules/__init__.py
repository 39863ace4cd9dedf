"""How a target's figure is judged, by the goal's meaning: one module for each question.

Values in, answer out: nothing here knows the database, a request or the clock.
"""

from targets.rules.attainment import FULL, GRADE_ATTAINMENT, Attained, attained, figure_for
from targets.rules.judging import PLAN_THRESHOLDS, Judgement, Light, Thresholds, judge, light_of
from targets.rules.needs import Standing, average_words, what_it_takes
from targets.rules.rollup import over_periods, over_units, rest
from targets.rules.trend import Direction, Trend, trend
from targets.rules.words import (
    COUNTERS,
    REGION_AVERAGE,
    Terms,
    Words,
    goal_words,
    quantity,
    sentence,
    unit_words,
)

__all__ = [
    "COUNTERS",
    "FULL",
    "GRADE_ATTAINMENT",
    "PLAN_THRESHOLDS",
    "REGION_AVERAGE",
    "Attained",
    "Direction",
    "Judgement",
    "Light",
    "Standing",
    "Terms",
    "Thresholds",
    "Trend",
    "Words",
    "attained",
    "average_words",
    "figure_for",
    "goal_words",
    "judge",
    "light_of",
    "over_periods",
    "over_units",
    "quantity",
    "rest",
    "sentence",
    "trend",
    "unit_words",
    "what_it_takes",
]
