"""What the liaisons of departments and townships do."""

from django.utils.translation import gettext_lazy as _

from quality_portal.help.guides.first import FIRST_SIGN_IN
from quality_portal.help.guides.topic import Topic
from quality_portal.help.wording import sentence

LIAISON = (
    Topic(
        "first",
        _("Signing in for the first time"),
        (
            *FIRST_SIGN_IN,
            _("“My work” lists what your unit has to do; a line disappears when it is done."),
        ),
        ("home", _("My work")),
        "liaison-inbox",
    ),
    Topic(
        "tasks",
        _("Working on a task"),
        (
            sentence(
                _("Open the task and choose “%(sign)s”; later “%(report)s” as often as there is news."),
                sign=_("Sign for the task"),
                report=_("Report progress"),
            ),
            sentence(
                _("When it is done the lead department chooses “%(claim)s” and attaches the evidence."),
                claim=_("Claim completion"),
            ),
            sentence(
                _("Is the due day too early? “%(ask)s” with a new day and the reason."),
                ask=_("Ask for an extension"),
            ),
            _("Answer an urging notice on its own page by the day named there."),
        ),
        ("tasks:list", _("Yearly tasks")),
        "liaison-task",
    ),
    Topic(
        "report",
        _("Handing in the half-yearly report"),
        (
            _("Open the report of the half-year: tasks and figures are filled in already."),
            _(
                "Complete the required lines. What you type is saved by itself; offline it is kept "
                "on the device."
            ),
            _("Attach evidence; photographs can be taken with the phone."),
            sentence(
                _("“%(check)s” names what is missing; “%(hand_in)s” sends it."),
                check=_("Check and hand in"),
                hand_in=_("Hand in to the office"),
            ),
            _("Was it returned? The office's remarks stand at the lines they concern."),
        ),
        ("reports:list", _("Half-yearly reports")),
        "liaison-report",
    ),
    Topic(
        "targets",
        _("Entering a reading for a target"),
        (
            sentence(
                _("Open the target your unit answers for and choose “%(enter)s”."),
                enter=_("Enter a reading"),
            ),
            _("Give the value, the day it holds for and where it comes from."),
            _("It counts as soon as the office has accepted it."),
        ),
        ("targets:list", _("Targets")),
    ),
    Topic(
        "assessment",
        _("Assessing yourself, and objecting"),
        (
            sentence(
                _("In the procedure of the year open “%(own)s”: points, a reason for points lost, evidence."),
                own=_("Self-assessment"),
            ),
            sentence(_("Finish with “%(button)s”."), button=_("Hand in the self-assessment")),
            sentence(
                _(
                    "After publication your unit's page shows the reason for every point; "
                    "“%(object)s” stands there."
                ),
                object=_("Object to these points"),
            ),
        ),
        ("assessments:list", _("Yearly assessment")),
        "liaison-score",
    ),
    Topic(
        "records",
        _("Activities and records"),
        (
            _("Enter publicity and other activities with photographs; they go into the reports."),
            _("A township sees the batches drawn, the cases and the enterprises of its own area."),
        ),
        ("activities:list", _("Activities and publicity")),
    ),
)
"""The liaison's page."""
