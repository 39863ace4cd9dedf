"""Rules of the cultivation pipeline and of demonstration zones: which step may follow, where a zone stands.

Pure: values in, answer out.
"""

from datetime import date

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = Promise | str


class Stage(TextChoices):
    """How far a candidate has come (列入计划、培育、推荐、评审、获授予、未获授予)."""

    LISTED = "listed", _("listed")
    CULTIVATING = "cultivating", _("cultivating")
    RECOMMENDED = "recommended", _("recommended")
    UNDER_REVIEW = "under_review", _("under review")
    AWARDED = "awarded", _("awarded")
    NOT_AWARDED = "not_awarded", _("not awarded")


OPEN = (Stage.LISTED, Stage.CULTIVATING, Stage.RECOMMENDED, Stage.UNDER_REVIEW)
"""Stages in which something is still to be done."""

TRANSITIONS: dict[str, tuple[Stage, ...]] = {
    Stage.LISTED: (Stage.CULTIVATING,),
    Stage.CULTIVATING: (Stage.RECOMMENDED, Stage.LISTED),
    Stage.RECOMMENDED: (Stage.UNDER_REVIEW, Stage.CULTIVATING),
    Stage.UNDER_REVIEW: (Stage.AWARDED, Stage.NOT_AWARDED, Stage.RECOMMENDED),
    Stage.AWARDED: (),
    Stage.NOT_AWARDED: (Stage.LISTED,),
}
"""What may follow: the next step first, then the step back that undoes a slip."""

LEAD_MOVES: dict[str, tuple[Stage, ...]] = {
    Stage.LISTED: (Stage.CULTIVATING,),
    Stage.CULTIVATING: (Stage.RECOMMENDED, Stage.LISTED),
}
"""Moves of the lead department's own liaison, up to the recommendation; the office makes every move."""


def refusal(stage: str, to: str) -> Words | None:
    """Say why a candidate may not go from a stage to another, or return None."""
    if to in TRANSITIONS[stage]:
        return None
    return _("A candidate that is “%(now)s” cannot become “%(then)s”. Follow the steps in their order.") % {
        "now": Stage(stage).label,
        "then": Stage(to).label,
    }


class ZoneStage(TextChoices):
    """Where a demonstration zone stands (拟建、在建、已验收、到期)."""

    PLANNED = "planned", _("yet to be built")
    BUILDING = "building", _("being built")
    ACCEPTED = "accepted", _("acceptance passed")
    EXPIRED = "expired", _("term is over")


ZONE_LIGHTS = {
    ZoneStage.PLANNED: "none",
    ZoneStage.BUILDING: "warn",
    ZoneStage.ACCEPTED: "good",
    ZoneStage.EXPIRED: "bad",
}
"""The light beside a zone's stage."""


def zone_stage(
    day: date,
    *,
    built_from: date | None,
    accepted_on: date | None,
    valid_until: date | None,
    ended_on: date | None,
) -> ZoneStage:
    """Return where a zone stands on a day.

    The last day of its term still counts; the day of an early end no longer does.
    """
    if (ended_on is not None and ended_on <= day) or (valid_until is not None and valid_until < day):
        return ZoneStage.EXPIRED
    if accepted_on is not None and accepted_on <= day:
        return ZoneStage.ACCEPTED
    return ZoneStage.BUILDING if built_from is not None and built_from <= day else ZoneStage.PLANNED
