"""Forms of the yearly assessment."""

from assessments.forms.publication import PublishForm
from assessments.forms.scores import ScoreGrid

__all__ = ["PublishForm", "ScoreGrid"]
