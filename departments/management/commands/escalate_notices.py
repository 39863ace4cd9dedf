"""``manage.py escalate_notices``: a graver notice after each one not answered by its day. Run it daily."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from departments.actions.notices import escalate_notices
from quality_portal.lib import clock

RULE = "escalate_notices"
"""Who did it, in the history of notices that the rule issued."""


class Command(BaseCommand):
    """Let the colour of unanswered notices climb by the scheme in force."""

    help = "Issue the graver notice after each urging notice not answered by its day; may be run often."

    def handle(self, *args: Any, **options: Any) -> None:
        """Issue the notices and print their numbers."""
        for notice in escalate_notices(by=RULE, today=clock.today()):
            line = _("%(former)s was not answered: %(number)s issued")
            former = notice.escalated_from.number if notice.escalated_from else ""
            self.stdout.write(line % {"former": former, "number": notice.number})
