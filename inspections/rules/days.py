"""Days that people enter."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _


def in_future(values: Mapping[str, object], *, today: date) -> dict[str, str]:
    """Return a message for every day after today: what happened cannot lie ahead."""
    message = _("The day lies in the future.")
    return {name: message for name, value in values.items() if isinstance(value, date) and value > today}
