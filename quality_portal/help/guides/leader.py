"""What the leaders do."""

from django.utils.translation import gettext_lazy as _

from quality_portal.help.guides.first import FIRST_SIGN_IN
from quality_portal.help.guides.topic import Topic
from quality_portal.help.wording import sentence

LEADER = (
    Topic(
        "first",
        _("In one minute: shall we make the plan?"),
        (
            _("The first sentence answers; beside it stands how many targets show which light."),
            _("Every figure leads to its records, and the question mark beside it tells how it is computed."),
            _("Year and day are chosen above; the page then shows what was known on that day."),
        ),
        ("dashboard", _("Progress")),
        "leader-verdict",
    ),
    Topic(
        "dangers",
        _("Where not, and who is responsible"),
        (
            _("Targets in danger stand with the reason, the department and the person to ask."),
            _("Below: what is overdue, where failures concentrate, what changed since the last meeting."),
        ),
        None,
        "leader-dangers",
    ),
    Topic(
        "meeting",
        _("For a meeting"),
        (
            sentence(_("“%(print)s” gives two pages of A4."), print=_("Print briefing (PDF)")),
            sentence(
                _("“%(wall)s” fills a large screen and keeps itself up to date."), wall=_("Wall display")
            ),
            sentence(_("The papers of a joint meeting stand on its page: “%(pack)s”."), pack=_("Pack (PDF)")),
        ),
        ("meetings:list", _("Joint meetings")),
    ),
    Topic("sign-in", _("Signing in for the first time"), FIRST_SIGN_IN),
)
"""The leader's page."""
