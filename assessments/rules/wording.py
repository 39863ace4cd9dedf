"""A rule in words: one sentence that a scheme prints beside a criterion."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from assessments.rules.params import Rule, figure, pairs
from quality_portal.lib.numbers import format_decimal
from targets import measures


def describe(rule: str, params: Mapping[str, Any]) -> str:
    """Word a rule with its parameters as one sentence, in the language now active.

    The parameters are taken to be in order (see `params_error`).
    """
    return WORDING[Rule(rule)](params)


def _figure(params: Mapping[str, Any], name: str, default: Any = 0) -> str:
    return format_decimal(figure(params, name, default))


def _listed(found: Mapping[str, Decimal], pattern: str) -> str:
    return _("; ").join(
        _(pattern) % {"name": name, "points": format_decimal(value)} for name, value in found.items()
    )


def _floor(params: Mapping[str, Any]) -> str:
    return _("down to %(floor)s points at the least") % {"floor": _figure(params, "floor")}


def _measure(code: str) -> str:
    measure = measures.get(code)
    return str(measure.name) if measure else code


def _manual(_params: Mapping[str, Any]) -> str:
    return _("Scored by a person by the standard.")


def _tier(params: Mapping[str, Any]) -> str:
    said = _listed(pairs(params, "tiers"), gettext_noop("%(name)s: %(points)s points"))
    return _("By tiers: %(tiers)s.") % {"tiers": said}


def _parts(params: Mapping[str, Any]) -> str:
    said = _listed(pairs(params, "parts"), gettext_noop("%(name)s %(points)s points"))
    return _("The parts present are added up: %(parts)s.") % {"parts": said}


def _missing(params: Mapping[str, Any]) -> str:
    said = _("%(per)s points are taken for each aspect missing, %(floor)s.") % {
        "per": _figure(params, "per"),
        "floor": _floor(params),
    }
    if params.get("aspects"):
        said = _("%(said)s Aspects: %(aspects)s.") % {"said": said, "aspects": "、".join(params["aspects"])}
    return said + (_(" Where all are missing, no points.") if params.get("none_is_zero") else "")


def _occurrence(params: Mapping[str, Any]) -> str:
    values = {"per": _figure(params, "per"), "floor": _floor(params), "what": params.get("what") or _("one")}
    return _("%(per)s points are taken each time %(what)s is found, %(floor)s.") % values


def _steps(params: Mapping[str, Any]) -> str:
    values = {
        "goal": _figure(params, "goal"),
        "step": _figure(params, "step", 1),
        "per": _figure(params, "per"),
        "floor": _floor(params),
        "what": _measure(params.get("measure", "")) or _("The rate"),
    }
    said = _(
        "%(what)s: full from %(goal)s %% on; for each %(step)s percentage points below, "
        "%(per)s points are taken, %(floor)s."
    )
    said = said % values
    if "without_goal" in params:
        said += _(" Without a target, %(points)s points are taken.") % {
            "points": _figure(params, "without_goal")
        }
    return said


def _attainment(params: Mapping[str, Any]) -> str:
    if params.get("target"):
        return _("Points × attainment of target %(target)s, at most full points.") % {
            "target": params["target"]
        }
    return _(
        "Points × mean attainment of the unit's targets; led ones weigh %(lead)s, "
        "those it takes part in %(cooperating)s."
    ) % {"lead": _figure(params, "lead_weight"), "cooperating": _figure(params, "cooperating_weight")}


def _rate(params: Mapping[str, Any]) -> str:
    values = {
        "what": _measure(params.get("measure", "spot_checks.pass_rate")),
        "full": _figure(params, "full_rate"),
        "zero": _figure(params, "zero_rate"),
        "least": _figure(params, "min_samples" if "min_samples" in params else "min_records", 1),
    }
    return (
        _(
            "%(what)s: full points from %(full)s on, none up to %(zero)s, in proportion between; "
            "judged from %(least)s records on."
        )
        % values
    )


def _credentials(params: Mapping[str, Any]) -> str:
    return _("In proportion to the credentials awarded in the period; full points from %(count)s on.") % {
        "count": _figure(params, "full_count")
    }


def _reports(params: Mapping[str, Any]) -> str:
    return _(
        "%(late)s points are taken for each half-yearly report handed in late, "
        "%(missing)s for each missing, %(floor)s."
    ) % {
        "late": _figure(params, "late"),
        "missing": _figure(params, "missing"),
        "floor": _floor(params),
    }


def _tasks(params: Mapping[str, Any]) -> str:
    return _(
        "Points × share of the year's tasks closed on time; a task closed late counts %(late)s %%, "
        "one overdue nothing."
    ) % {"late": _figure(params, "late_share", 50)}


def _attendance(params: Mapping[str, Any]) -> str:
    return _("Points × share of the meetings attended; excused absence counts %(excused)s %%.") % {
        "excused": _figure(params, "excused_share", 100)
    }


def _bonus(params: Mapping[str, Any]) -> str:
    found = {**pairs(params, "credentials"), **pairs(params, "items")}
    return _("For each item: %(items)s.") % {
        "items": _listed(found, gettext_noop("%(name)s +%(points)s points"))
    }


def _increment(params: Mapping[str, Any]) -> str:
    return _("Base points %(base)s; %(per)s more for each %(what)s, at most full points.") % {
        "base": _figure(params, "base"),
        "per": _figure(params, "per"),
        "what": params.get("what") or _("achievement recognised"),
    }


def _composite(params: Mapping[str, Any]) -> str:
    said = _listed(pairs(params, "weights"), gettext_noop("%(name)s × %(points)s"))
    return _("Weighted composite of: %(weights)s.") % {"weights": said}


WORDING: Final[dict[str, Callable[[Mapping[str, Any]], str]]] = {
    Rule.MANUAL: _manual,
    Rule.TIER: _tier,
    Rule.PARTS: _parts,
    Rule.DEDUCT_MISSING: _missing,
    Rule.DEDUCT_OCCURRENCE: _occurrence,
    Rule.STEP_RATE: _steps,
    Rule.TARGET_ATTAINMENT: _attainment,
    Rule.MEASURE_RATE: _rate,
    Rule.TOWNSHIP_PASS_RATE: _rate,
    Rule.TOWNSHIP_CREDENTIALS: _credentials,
    Rule.REPORT_TIMELINESS: _reports,
    Rule.TASK_CLOSING: _tasks,
    Rule.MEETING_ATTENDANCE: _attendance,
    Rule.BONUS_ITEMS: _bonus,
    Rule.BASE_INCREMENT: _increment,
    Rule.COMPOSITE: _composite,
}
"""The words of each rule."""
