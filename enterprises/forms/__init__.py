"""Forms of the enterprise files; what the rooms above share stands here."""

from enterprises.forms.files import townships

__all__ = ["townships"]
