"""Schemes, criteria, grade bands, scores."""

from assessments.models.scheme import KIND, Criterion, GradeBand, Group, Scheme
from assessments.models.score import Score, UnitResult
from assessments.rules import Rule

__all__ = ["KIND", "Criterion", "GradeBand", "Group", "Rule", "Scheme", "Score", "UnitResult"]
