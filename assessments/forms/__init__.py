"""Forms of the yearly assessment."""

from assessments.forms.publication import PublishForm

__all__ = ["PublishForm"]
