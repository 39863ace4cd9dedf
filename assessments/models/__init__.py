"""Schemes, criteria, grade bands, scores."""

from assessments.models.scheme import Criterion, GradeBand, Group, Rule, Scheme
from assessments.models.score import Score, UnitResult

__all__ = ["Criterion", "GradeBand", "Group", "Rule", "Scheme", "Score", "UnitResult"]
