"""Figures of tasks, supervision and half-yearly reports."""

from django.utils.translation import gettext_lazy as _

from quality_portal.help.figures.definition import Figure

WORK = (
    Figure(
        "overdue",
        _("Overdue"),
        _("What should have been done by today and was not, by kind of work."),
        _(
            "Open tasks past their due day whose completion nobody claims; urging notices not answered by "
            "their day; half-yearly reports not handed in; cases past their last day; readings that the year "
            "shown still lacks. Always told of today."
        ),
        _("Due days of tasks, notices, half-years and cases as they stand in the portal now."),
    ),
    Figure(
        "tasks_open",
        _("Open tasks"),
        _("Tasks of the yearly list that were issued and are not ended; beside it those overdue."),
        _("Issued tasks not yet closed or cancelled; overdue from the day after the due day in force."),
        _("The yearly list of tasks, with the extensions the office granted."),
    ),
    Figure(
        "supervision_light",
        _("Supervision light"),
        _("What an open task calls for: a reminder, a warning or an urging notice."),
        _(
            "The gravest rule of the scheme in force that holds: days left until the due day, days overdue, "
            "times returned. A task whose completion is claimed shows no light."
        ),
        _("The supervision scheme in force, kept by the office in the back office; the task's due day."),
    ),
    Figure(
        "red_units",
        _("Units on red"),
        _("Units that received so many red urging notices in a year that the leaders are told."),
        _("Red notices issued to the unit in the year, listed from the number the scheme in force names."),
        _("The supervision scheme in force; the register of urging notices."),
    ),
    Figure(
        "reports_in",
        _("Reports handed in"),
        _("How many units' half-yearly reports the office has, and what became of the others."),
        _(
            "In: accepted + in review. Returned ones wait for the unit again; missing ones were never handed "
            "in, or were taken back."
        ),
        _("The half-yearly reports of all units of the half-year."),
    ),
    Figure(
        "timeliness",
        _("In time or late"),
        _("Whether a unit's report came by the due day of the half-year."),
        _(
            "Decided by the first time the report was handed in and not taken back: late when that was after "
            "the due day as it stood then. A report returned for correction stays in time."
        ),
        _("The due day set for the half-year and the day of handing in, kept with every version."),
    ),
)
"""Figures on the pages of tasks, notices and reports."""
