"""Figures of the plan's targets."""

from django.utils.translation import gettext_lazy as _

from quality_portal.help.figures.definition import Figure
from quality_portal.help.wording import sentence
from targets.forecasts import FEWEST_POINTS
from targets.models import Grade
from targets.rules import GRADE_ATTAINMENT

PLAN = (
    Figure(
        "actual",
        _("Actual"),
        _("The target's figure on the day shown; for a goal put in words, the accepted grade."),
        _(
            "Where a target is counted from records: the formula on the target's page. Elsewhere the "
            "accepted readings of the year, put together as the target says: sum, highest or latest. "
            "A figure set by "
            "the office counts instead, and what the records give stays beside it."
        ),
        _("The records of the portal, or the responsible department's readings that the office accepted."),
    ),
    Figure(
        "attainment",
        _("Attainment"),
        _("How much of the way to the year's goal has been covered, in per cent."),
        sentence(
            _(
                "With a baseline: (actual − baseline) ÷ (goal − baseline) × 100. Without one: actual ÷ goal "
                "× 100; where lower is better, goal ÷ actual × 100. Within the tolerance of an "
                "“about” goal it "
                "counts as 100 %% at least. Grades count as %(reached)s, %(largely)s, %(partly)s and "
                "%(missed)s %%. Rounded half up to two decimals."
            ),
            reached=GRADE_ATTAINMENT[Grade.REACHED],
            largely=GRADE_ATTAINMENT[Grade.LARGELY],
            partly=GRADE_ATTAINMENT[Grade.PARTLY],
            missed=GRADE_ATTAINMENT[Grade.MISSED],
        ),
        _("Goal and clause of the founding document as confirmed by the office; actual value of the target."),
    ),
    Figure(
        "light",
        _("Light of a target"),
        _("Whether a target is on track, at risk, off track or cannot be judged yet."),
        _(
            "On track from the plan's first threshold of attainment, at risk from its second, off track "
            "below. Without a goal, with a doubtful goal or without a figure there is no light. The "
            "thresholds in force stand on the page “Reasons” of every target."
        ),
        _("Thresholds of the plan or of the target itself; attainment of the target."),
    ),
    Figure(
        "forecast",
        _("Forecast"),
        _("The range a target's figure is heading for at the end of the next milestone year."),
        sentence(
            _(
                "The straight line of least squares through the figures at the year ends and on the day "
                "shown, give or take the standard deviation from it; needs %(count)s figures. It counts in "
                "no score."
            ),
            count=FEWEST_POINTS,
        ),
        _("The target's own figures since two years before the plan."),
    ),
    Figure(
        "trend",
        _("Course and trend"),
        _("Where a figure has gone: over the years as a line, and against the same day of the year before."),
        _(
            "Figure on the day shown − figure on the same day of the year before, both as printed; shares "
            "move by percentage points."
        ),
        _("The target's figures on both days."),
    ),
    Figure(
        "answers_for",
        _("Who answers for what"),
        _("How many targets a department leads, by light, and how many it supports."),
        _("Targets of the year shown that name the department as responsible or as cooperating."),
        _("The plan's table of targets and the light of each on the day shown."),
    ),
)
"""Figures on the dashboard and the targets' pages."""
