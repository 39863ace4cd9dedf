"""The register of figures: each is explained once, for the ``?`` beside it and for the glossary."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from quality_portal.help.figures.assessment import ASSESSMENT
from quality_portal.help.figures.checks import CHECKS
from quality_portal.help.figures.definition import Figure
from quality_portal.help.figures.enterprises import ENTERPRISES
from quality_portal.help.figures.plan import PLAN
from quality_portal.help.figures.work import WORK
from quality_portal.help.wording import Words

__all__ = ["FIGURES", "GROUPS", "Figure", "Group"]


@dataclass(frozen=True, slots=True)
class Group:
    """Figures of one subject, as the glossary shows them."""

    code: str
    name: Words
    figures: tuple[Figure, ...]


GROUPS = (
    Group("plan", _("Targets of the plan"), PLAN),
    Group("checks", _("Spot checks and enforcement cases"), CHECKS),
    Group("enterprises", _("Enterprises and credentials"), ENTERPRISES),
    Group("work", _("Tasks, supervision and reports"), WORK),
    Group("assessment", _("Yearly assessment"), ASSESSMENT),
)

FIGURES: dict[str, Figure] = {figure.code: figure for group in GROUPS for figure in group.figures}
"""Every figure by its code."""
