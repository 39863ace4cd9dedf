"""Figures of the yearly assessment."""

from django.utils.translation import gettext_lazy as _

from quality_portal.help.figures.definition import Figure

SCHEME = _("The assessment scheme of the year and its criteria, as the office adopted them.")

ASSESSMENT = (
    Figure(
        "proposed_score",
        _("Proposed by the rule"),
        _("The points that a criterion's rule makes of the records of the period."),
        _("The formula printed with each criterion; points are rounded half up to two decimals."),
        SCHEME,
    ),
    Figure(
        "self_score",
        _("Self-assessment score"),
        _("The points a unit gives itself, with a reason for points lost and with evidence."),
        _("Entered by the unit for each criterion. It never counts by itself."),
        SCHEME,
    ),
    Figure(
        "document_score",
        _("Document review score"),
        _("The points the scoring department gives after reading what the unit handed in."),
        _("Entered for each criterion; counts where no on-site and no final score was given."),
        SCHEME,
    ),
    Figure(
        "onsite_score",
        _("On-site score"),
        _("The points given after the check on the spot of the units drawn."),
        _("Entered for each criterion of a unit drawn; counts before the document review."),
        SCHEME,
    ),
    Figure(
        "final_score",
        _("Final score"),
        _("The points decided in the overall evaluation."),
        _(
            "Entered for a criterion; counts before all others. Where no person gave points, those proposed "
            "by the rule count."
        ),
        SCHEME,
    ),
    Figure(
        "total",
        _("Total"),
        _("A unit's points of all criteria together; “so far” while some are not yet scored."),
        _(
            "Sum of the points that count, each rounded half up to two decimals; a heading adds its parts or "
            "weighs them, as the scheme says."
        ),
        SCHEME,
    ),
    Figure(
        "grade",
        _("Grade"),
        _("The class of the result, A to D."),
        _(
            "The highest band the rounded total reaches: bands and rounding stand in the scheme. A veto or "
            "another decision with a reason forces a grade whatever the total; the grade by score stays "
            "beside it."
        ),
        _(
            "Bands after the Measures for the Assessment of Quality Work (State Council General Office "
            "〔2013〕 No. 47), as the county's scheme sets them."
        ),
    ),
    Figure(
        "rank",
        _("Rank"),
        _("The unit's place in its group by total."),
        _(
            "The highest total first; equal totals rank equal and the next rank is skipped. Units not yet "
            "complete have none, and a forced grade does not change it."
        ),
        SCHEME,
    ),
    Figure(
        "points_lost",
        _("Points lost"),
        _("What a unit lacks to the full points of a criterion; bonus points are never lost."),
        _("Full points − points that count; for deductions, the points taken away."),
        SCHEME,
    ),
    Figure(
        "not_scored",
        _("Not yet scored"),
        _("Criteria for which no points count yet. Unknown is not nought."),
        _("Criteria without points by a person and without a proposal of the rule."),
        SCHEME,
    ),
    Figure(
        "share_lost",
        _("Mean share lost"),
        _("Which share of a criterion's points the units of a group lost together."),
        _("(full points of all units − their points) ÷ full points of all units × 100."),
        _("The published results of the year."),
    ),
)
"""Figures on the pages of the assessment."""
