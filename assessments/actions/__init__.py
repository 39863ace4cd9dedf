"""Every change to the yearly assessment: schemes, scores, results published."""

from assessments.actions.computing import compute, recompute
from assessments.actions.publication import is_last, missing_for_publication, next_number, publish
from assessments.actions.schemes import load_schemes
from assessments.actions.scores import Entered, enter_score, enter_scores, missing_for_score

__all__ = [
    "Entered",
    "compute",
    "enter_score",
    "enter_scores",
    "is_last",
    "load_schemes",
    "missing_for_publication",
    "missing_for_score",
    "next_number",
    "publish",
    "recompute",
]
