"""Figures of spot checks, enforcement cases and infringements."""

from django.utils.translation import gettext_lazy as _

from inspections.queries.case_figures import COMING_DAYS
from quality_portal.dashboards.concentration import BAD_BELOW, SHOWN, WARN_BELOW
from quality_portal.help.figures.definition import Figure
from quality_portal.help.wording import sentence

RESULTS = _("Result tables imported into the portal and the number tested entered for each notice.")
LADDER = _(
    "Product Quality Law, Article 17; Interim Measures for Product Quality Spot Checks (SAMR Order No. 18), "
    "Articles 46 to 48: correction within 60 days, re-check within 75 days of the order."
)

CHECKS = (
    Figure(
        "tested",
        _("Batches tested"),
        _("Batches that were tested and judged in the period, passed or failed."),
        _(
            "Tested batches listed in the tables. A table that lists failures only counts as a whole, with "
            "the number tested entered for it; without that number it is left out. Suspected counterfeits "
            "are not counted."
        ),
        RESULTS,
    ),
    Figure(
        "failed",
        _("Batches failed"),
        _("Batches of those tested that were judged as failed."),
        _("Failed batches without suspected counterfeits, in the same tables as the batches tested."),
        RESULTS,
    ),
    Figure(
        "pass_rate",
        _("Pass rate of batches"),
        _("The share of tested batches that passed."),
        _(
            "(batches tested − batches failed) ÷ batches tested × 100, rounded half up to two decimals. The "
            "rate of failures found is what is left to 100 %. Never a mean of percentages."
        ),
        _(
            "Counted as in the bulletins on spot checks under Article 24 of the Product Quality Law: the "
            "whole is what was tested, not what was drawn. Records: the result tables imported."
        ),
    ),
    Figure(
        "enterprises_tested",
        _("Enterprises tested and failed"),
        _("How many enterprises had batches tested, and how many of them had a batch that failed."),
        _(
            "Each enterprise once: the producer, or the seller where no producer is named. Unknown where "
            "tables list failures only."
        ),
        RESULTS,
    ),
    Figure(
        "regions",
        _("Averages of larger regions"),
        _("The pass rates published for prefecture, province and nation, which the county is set beside."),
        _("Entered as published; nothing is computed."),
        _("Published bulletins, entered by the office beside the goal of the plan they are a measure for."),
    ),
    Figure(
        "failed_items",
        _("Items that failed"),
        _("The test items by which batches failed, those of most batches first."),
        _("Failed batches in which the item is named; a batch that failed by several items counts for each."),
        RESULTS,
    ),
    Figure(
        "concentration",
        _("Where failures concentrate"),
        _("In which townships, product classes and items the failures of the year lie."),
        sentence(
            _(
                "By township the pass rate, “watch” below %(watch)s %% and “low” below %(low)s %%; by class "
                "the number of failed batches, the first %(shown)s; small: percentage points against the "
                "same days of the year before."
            ),
            watch=WARN_BELOW,
            low=BAD_BELOW,
            shown=SHOWN,
        ),
        RESULTS,
    ),
    Figure(
        "cases_open",
        _("Open and overdue cases"),
        _("Enforcement cases after a failed check that are not closed, and those whose clock runs out."),
        sentence(
            _(
                "Cases without a closing day; overdue: their next last day has passed; due soon: it lies "
                "within %(days)s days."
            ),
            days=COMING_DAYS,
        ),
        LADDER,
    ),
    Figure(
        "cases_in_time",
        _("Cases closed in time"),
        _("The share of this year's closed cases that kept every deadline."),
        _(
            "Cases closed since 1 January without any step after its last day ÷ all cases closed in that "
            "time × 100."
        ),
        LADDER,
    ),
    Figure(
        "infringements",
        _("Infringement cases of a year"),
        _("How many infringement cases were found in the year, with value of the goods and penalties."),
        _("Number of cases found in the year and sums of what was entered; unknown where nothing was."),
        _("The register of infringement cases."),
    ),
)
"""Figures on the dashboard, the pages of spot checks and the registers."""
