"""``{% load help %}``: the ``?`` beside a figure, a hint on the first visit."""

from typing import Any

from django import template
from django.template.context import Context

from quality_portal.help.figures import FIGURES
from quality_portal.help.hints import HINTS

register = template.Library()


@register.inclusion_tag("help/_explain.html")
def explain(*codes: str) -> dict[str, Any]:
    """``{% explain "attainment" %}`` is a question mark that opens what is said of these figures."""
    return {"figures": [FIGURES[code] for code in codes]}


@register.inclusion_tag("help/_hint.html", takes_context=True)
def hint(context: Context, code: str) -> dict[str, Any]:
    """``{% hint "grid" %}`` is a hint for whom it is meant, until that person dismisses it."""
    request, found = context["request"], HINTS[code]
    return {"hint": found if found.is_for(request.user) else None, "request": request}
