"""Infringement cases: what they are about, their states, and what each state needs."""

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class InfringementKind(TextChoices):
    """What was infringed (假冒伪劣、商标侵权、合同违法、价格违法、其他)."""

    COUNTERFEIT = "counterfeit", _("counterfeit or shoddy goods")
    TRADEMARK = "trademark", _("trademark infringement")
    CONTRACT = "contract", _("unlawful contract")
    PRICE = "price", _("unlawful price")
    OTHER = "other", _("other infringement")


class InfringementSource(TextChoices):
    """How the case became known (案件来源)."""

    SPOT_CHECK = "spot_check", _("spot check")
    COMPLAINT = "complaint", _("complaint or report")
    CAMPAIGN = "campaign", _("special campaign")
    TRANSFERRED_IN = "transferred_in", _("transferred from another authority")


class InfringementState(TextChoices):
    """Where a case stands (立案、调查终结、处罚决定、结案、移送)."""

    FILED = "filed", _("filed")
    INVESTIGATED = "investigated", _("investigated")
    DECIDED = "decided", _("decided")
    CLOSED = "closed", _("case closed")
    TRANSFERRED = "transferred", _("handed over")


S = InfringementState

TRANSITIONS: dict[str, tuple[InfringementState, ...]] = {
    S.FILED: (S.INVESTIGATED, S.TRANSFERRED),
    S.INVESTIGATED: (S.DECIDED, S.TRANSFERRED),
    S.DECIDED: (S.CLOSED, S.TRANSFERRED),
    S.CLOSED: (),
    S.TRANSFERRED: (),
}
"""Which states may follow each state."""

OPEN = tuple(state for state in InfringementState if TRANSITIONS[state])
"""States in which something is still to be done."""

_FACTS = {"facts": _("Write down what was found.")}
_INVESTIGATED = _FACTS | {"officer": _("Name the officer in charge.")}
_DECIDED = _INVESTIGATED | {
    "goods_value": _("Enter the value of the goods in yuan; 0 where there are none."),
    "decision_number": _("Enter the number of the decision."),
    "decided_on": _("Enter the day of the decision."),
    "penalty": _("Enter fine and confiscations in yuan; 0 where nothing was imposed."),
}

REQUIRED: Mapping[str, Mapping[str, Promise | str]] = {
    S.FILED: {},
    S.INVESTIGATED: _INVESTIGATED,
    S.DECIDED: _DECIDED,
    S.CLOSED: _DECIDED | {"closed_on": _("Enter the day the case was closed.")},
    S.TRANSFERRED: _FACTS
    | {
        "transferred_to": _("Name the authority that took the case over."),
        "closed_on": _("Enter the day the case was handed over."),
    },
}
"""What a case needs in each state: field and what to do where it is empty."""

ALL_REQUIRED = tuple(dict.fromkeys(name for fields in REQUIRED.values() for name in fields))
"""Every field that some state needs, in the order of the work."""


def refusal(now: str, then: str) -> str:
    """Return why a case may not go from one state to another; empty where it may."""
    if then in TRANSITIONS[now]:
        return ""
    words = {"now": InfringementState(now).label, "then": InfringementState(then).label}
    return gettext("A case that is %(now)s cannot become %(then)s.") % words


def missing_for(state: str, values: Mapping[str, object]) -> dict[str, Promise | str]:
    """Return what is still empty though the state needs it: field and what to do."""
    return {name: message for name, message in REQUIRED[state].items() if values.get(name) in (None, "")}
