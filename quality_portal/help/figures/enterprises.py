"""Figures of the enterprises' files and of the register of credentials."""

from django.utils.translation import gettext_lazy as _

from enterprises.rules.risk import MOST_COUNTED
from quality_portal.help.figures.definition import Figure
from quality_portal.help.wording import sentence

ENTERPRISES = (
    Figure(
        "risk",
        _("Risk mark"),
        _("Where to look first: low, watch or high. It decides nothing and is no credit rating."),
        sentence(
            _(
                "Sum of the points of all findings within the months looked back: points of the finding × "
                "how often, at most %(most)s times. “Watch” and “high” begin at the limits listed below the "
                "mark."
            ),
            most=MOST_COUNTED,
        ),
        _(
            "Points and limits set by the office; records of spot checks, cases, products, instruments and "
            "credentials in the enterprise's file."
        ),
    ),
    Figure(
        "standard_share",
        _("Share of the standards"),
        _("How many main products of a sector run on each kind of standard on the day shown."),
        _(
            "Main products produced on the day that run on the kind of standard ÷ all main products of the "
            "sector produced on the day × 100. A product on two kinds counts in both."
        ),
        _("Goals of the founding document on standards; products and standards in the enterprises' files."),
    ),
    Figure(
        "verified",
        _("Verified instruments"),
        _("Instruments of the list whose latest verification was passed and is still valid."),
        _("Instruments with a valid verification on the day, beside the number of instruments in the list."),
        _("Metrology Law, Article 9 (mandatory verification); verifications in the enterprises' files."),
    ),
    Figure(
        "expiring",
        _("Status of a credential"),
        _("Whether a brand, licence or certificate counts on the day, and whether it runs out soon."),
        _(
            "Valid from its first to its last day; expiring within the kind's reminder lead; expired, "
            "suspended, withdrawn and cancelled ones do not count."
        ),
        _("Validity, reminder and legal basis of the kind, as listed under “Kinds and rules”; the register."),
    ),
    Figure(
        "counts_of_brands",
        _("Brands, certificates and zones"),
        _("How many are in force on the day, against the goal of the year."),
        _("Credentials and zones in force on the day of the kinds that the target counts."),
        _("Goals of the founding document; the register of credentials and zones."),
    ),
)
"""Figures on the pages of enterprises and credentials."""
