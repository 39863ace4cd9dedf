"""Hints for the first visit of a page (首次使用提示): a sentence and where to read on."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from departments.access import Role
from departments.models import User
from quality_portal.help.wording import Words


@dataclass(frozen=True, slots=True)
class Hint:
    """A hint: whom it is for, what it says, and the topic of the person's own help page."""

    code: str
    roles: frozenset[Role]
    text: Words
    topic: str

    def is_for(self, user: User) -> bool:
        """Tell whether the person is meant and has not dismissed the hint."""
        return user.role in self.roles and self.code not in user.dismissed_hints


OFFICE, LIAISON = frozenset({Role.OFFICE}), frozenset({Role.LIAISON})

HINTS: dict[str, Hint] = {
    hint.code: hint
    for hint in (
        Hint(
            "office-home",
            OFFICE,
            _(
                "What waits for the office stands here, with the week's deadlines and the figures of your "
                "desk. Each line leads to the page where it is done."
            ),
            "first",
        ),
        Hint(
            "liaison-home",
            LIAISON,
            _("What your unit has to do stands here. Open a line and do it: it disappears by itself."),
            "first",
        ),
        Hint(
            "dashboard",
            frozenset({Role.LEADER}),
            _(
                "The first sentence answers whether the plan will be met. Every figure leads to its "
                "records, and the question mark beside it tells how it is computed."
            ),
            "first",
        ),
        Hint(
            "grid",
            OFFICE | LIAISON,
            _(
                "Each cell is saved by itself as soon as you leave it. A reason is asked for where "
                "points are lost."
            ),
            "assessment",
        ),
        Hint(
            "import",
            OFFICE,
            _(
                "Upload the table as you received it. You see first what was recognised; nothing is "
                "written before you confirm."
            ),
            "import",
        ),
        Hint(
            "report",
            LIAISON | OFFICE,
            _(
                "Tasks and figures are filled in already. Complete the required lines; what you type "
                "is saved by itself."
            ),
            "report",
        ),
    )
}
"""Every hint by its code."""
