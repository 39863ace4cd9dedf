"""Forms of the enterprise files; what the rooms above share stands here."""

from enterprises.forms.files import ANY, DayField, townships

__all__ = ["ANY", "DayField", "townships"]
