"""Schemes, criteria, the procedure, scores, results, rulings and issued papers."""

from assessments.models.assessee import Assessee, ScoreEvidence
from assessments.models.criterion import Criterion, CriterionKind
from assessments.models.finding import Finding
from assessments.models.paper import IssuedPaper, PaperKind
from assessments.models.procedure import SchemeStage, SiteDraw
from assessments.models.rectification import Rectification, RectificationState
from assessments.models.ruling import Correction, Objection, Ruling
from assessments.models.scheme import KINDS, GradeBand, Group, Scheme, Stage
from assessments.models.score import Column, ComputedScore, Score, UnitResult
from assessments.rules import Rule

__all__ = [
    "KINDS",
    "Assessee",
    "Column",
    "ComputedScore",
    "Correction",
    "Criterion",
    "CriterionKind",
    "Finding",
    "GradeBand",
    "Group",
    "IssuedPaper",
    "Objection",
    "PaperKind",
    "Rectification",
    "RectificationState",
    "Rule",
    "Ruling",
    "Scheme",
    "SchemeStage",
    "Score",
    "ScoreEvidence",
    "SiteDraw",
    "Stage",
    "UnitResult",
]
