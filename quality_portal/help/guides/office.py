"""What the office staff do."""

from django.utils.translation import gettext_lazy as _

from quality_portal.help.guides.first import FIRST_SIGN_IN
from quality_portal.help.guides.topic import Topic
from quality_portal.help.wording import sentence

OFFICE = (
    Topic(
        "first",
        _("Signing in and beginning the day"),
        (
            *FIRST_SIGN_IN,
            _("“My work” lists what waits for you, the week's deadlines and the figures of your desk."),
            _("The search box finds every record you may see; the key / leads to it."),
        ),
        ("home", _("My work")),
        "office-inbox",
    ),
    Topic(
        "import",
        _("Importing a table of spot-check results"),
        (
            sentence(
                _("Choose the file as you received it and press “%(button)s”."), button=_("Upload and check")
            ),
            _("Check which column was taken for what, and the enterprises proposed; correct what is wrong."),
            _(
                "Where a table lists failures only, enter how many batches were tested: without that number "
                "there is no rate."
            ),
            _("Confirm. Refused rows are told with their reason; an import can be undone as a whole."),
        ),
        ("inspections:import", _("Import spot checks")),
        "office-import",
    ),
    Topic(
        "tasks",
        _("Drawing up and chasing the yearly tasks"),
        (
            sentence(
                _("Plan tasks with “%(draw)s” or a file, then make them binding with “%(issue)s”."),
                draw=_("Draw up from duties"),
                issue=_("Issue planned tasks"),
            ),
            sentence(
                _(
                    "When a department claims completion, look at the evidence and choose "
                    "“%(close)s” or “%(back)s”."
                ),
                close=_("Check and close"),
                back=_("Return with a remark"),
            ),
            sentence(
                _("Where a light calls for it, choose “%(urge)s” on the task's page."),
                urge=_("Issue an urging notice"),
            ),
        ),
        ("tasks:list", _("Yearly tasks")),
    ),
    Topic(
        "report",
        _("Collecting the half-yearly reports"),
        (
            sentence(_("“%(open)s”: every unit gets a draft filled in."), open=_("Open a half-year")),
            sentence(_("Chase what is missing with “%(remind)s”."), remind=_("Remind all of them")),
            sentence(
                _("Read each report, write remarks at its lines, then “%(back)s” or “%(accept)s”."),
                back=_("Return with the remarks"),
                accept=_("Accept and freeze"),
            ),
            sentence(
                _("Put the county's report together with “%(compile)s”."),
                compile=_("Compile from accepted reports"),
            ),
        ),
        ("reports:list", _("Half-yearly reports")),
        "office-reports",
    ),
    Topic(
        "targets",
        _("Keeping the targets up to date"),
        (
            _("Accept or return the readings of the departments; only accepted ones count."),
            _("Confirm goals that are doubtful in the founding document: until then they give no light."),
            _("“Reasons” on a target's page says why its light is what it is, and what would change it."),
        ),
        ("targets:list", _("Targets")),
    ),
    Topic(
        "assessment",
        _("Running the yearly assessment"),
        (
            _("The page “Procedure” leads from filing the targets to publishing, step by step."),
            sentence(
                _("“%(compute)s” proposes points from the records; people enter the others in the grid."),
                compute=_("Compute scores"),
            ),
            sentence(
                _("“%(publish)s” freezes names, points and grades; later only corrections with a reason."),
                publish=_("Publish and freeze"),
            ),
            _("Answer objections, follow rectification, and print the papers."),
        ),
        ("assessments:list", _("Yearly assessment")),
        "office-scores",
    ),
)
"""The office's page."""
