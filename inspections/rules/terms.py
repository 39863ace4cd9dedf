"""The words the ladder of sanctions is written in."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Track(models.TextChoices):
    """The line of proceedings a step belongs to; the lines of a case run beside each other."""

    MAIN = "main", _("correction and re-checks")
    OBJECTION = "objection", _("objection and re-test")
    REFUSAL = "refusal", _("refusal of the check")
    SERIOUS = "serious", _("serious problem")
    PARALLEL = "parallel", _("licences and certificates")
    EXIT = "exit", _("other ends")


class Authority(models.TextChoices):
    """Who takes a step, from the county up."""

    COUNTY = "county", _("county bureau")
    PREFECTURE = "prefecture", _("prefectural bureau")
    PROVINCE = "province", _("provincial bureau")
    NATION = "nation", _("national administration")


AUTHORITIES = tuple(Authority)
"""The authorities in rising order."""


class Start(models.TextChoices):
    """What the days of a step are counted from; that day itself is day 0."""

    OPENING = "opening", _("the opening of the case")
    PUBLICATION = "publication", _("the publication of the results")
    STEP = "step", _("a former step")


class DayUnit(models.TextChoices):
    """Which days count (自然日、工作日)."""

    CALENDAR = "calendar", _("calendar days")
    WORKING = "working", _("working days")


class Outcome(models.TextChoices):
    """What came of a step."""

    DONE = "done", pgettext_lazy("step", "done")
    PASS = "pass", pgettext_lazy("check", "passed")
    FAIL = "fail", pgettext_lazy("check", "failed")
    NOT_APPLIED = "not_applied", _("re-check not applied for in time")
    ACCEPTED = "accepted", pgettext_lazy("objection", "accepted")
    REJECTED = "rejected", pgettext_lazy("objection", "rejected")
    UPHELD = "upheld", _("result upheld")
    OVERTURNED = "overturned", _("result overturned")
    NOT_APPLICABLE = "not_applicable", _("holds none")


class OutcomeSet(models.TextChoices):
    """The outcomes a step may have."""

    PLAIN = "plain", _("none but done")
    CHECK = "check", _("passed or failed")
    DECISION = "decision", _("accepted or rejected")
    RETEST = "retest", _("upheld or overturned")
    PARALLEL = "parallel", _("reported or nothing to report")


OUTCOMES: dict[str, tuple[Outcome, ...]] = {
    OutcomeSet.PLAIN: (Outcome.DONE,),
    OutcomeSet.CHECK: (Outcome.PASS, Outcome.FAIL, Outcome.NOT_APPLIED),
    OutcomeSet.DECISION: (Outcome.ACCEPTED, Outcome.REJECTED),
    OutcomeSet.RETEST: (Outcome.UPHELD, Outcome.OVERTURNED),
    OutcomeSet.PARALLEL: (Outcome.DONE, Outcome.NOT_APPLICABLE),
}

FAILURES = frozenset({Outcome.FAIL, Outcome.NOT_APPLIED})
"""Outcomes that count as a failed re-check: who does not apply for it is treated as not having corrected."""


class Stage(models.TextChoices):
    """Where a case stands after a step of the main line."""

    NEW = "new", _("result to be served")
    NOTIFIED = "notified", _("result served")
    CORRECTING = "correcting", _("correcting (yellow card)")
    RECHECKED = "rechecked", _("re-checked")
    REPORTED = "reported", _("reported to the province")
    ANNOUNCED = "announced", _("announced by the province")
    SUSPENDED = "suspended", _("business suspended")
    REVOKING = "revoking", _("revocation proposed")
    FAILED = "failed", _("re-check failed")
    PASSED = "passed", _("corrected, to be closed")
    CLOSED = "closed", pgettext_lazy("case", "closed")


STAGES_OF_STEPS = tuple(stage for stage in Stage if stage not in {Stage.NEW, Stage.FAILED, Stage.PASSED})
"""Stages that a step itself leads to; the others follow from its outcome, or from no step yet."""


def stage_after(stage: str | None, outcome: str | None, *, is_closed: bool) -> Stage:
    """Return where a case stands, from the last step of the main line and its outcome."""
    if is_closed:
        return Stage.CLOSED
    if stage is None:
        return Stage.NEW
    if outcome == Outcome.PASS:
        return Stage.PASSED
    return Stage.FAILED if outcome in FAILURES else Stage(stage)
