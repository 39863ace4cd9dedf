"""Every change to the yearly assessment: schemes, scores, results published."""

from assessments.actions.computing import compute, recompute
from assessments.actions.corrections import correct
from assessments.actions.objections import answer_objection, raise_objection
from assessments.actions.publication import is_last, missing_for_publication, next_number, publish
from assessments.actions.rectifications import accept_plan, return_plan, write_plan
from assessments.actions.rulings import lift_ruling, record_ruling
from assessments.actions.schemes import load_schemes
from assessments.actions.scores import Entered, enter_score, enter_scores, missing_for_score

__all__ = [
    "Entered",
    "accept_plan",
    "answer_objection",
    "compute",
    "correct",
    "enter_score",
    "enter_scores",
    "is_last",
    "lift_ruling",
    "load_schemes",
    "missing_for_publication",
    "missing_for_score",
    "next_number",
    "publish",
    "raise_objection",
    "recompute",
    "record_ruling",
    "return_plan",
    "write_plan",
]
