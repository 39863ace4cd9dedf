"""The scoring grid and the saving of one cell."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST

from assessments import grid
from assessments.actions.scores import enter_score
from assessments.forms.procedure import CellForm, GridForm
from assessments.models import Assessee, Column, Score
from assessments.views.fetching import scheme_of, sees_all, totals_of
from departments.access import Permission, PortalRequest, require
from departments.records import EditConflict
from quality_portal.lib.numbers import format_decimal


@require(Permission.VIEW_ASSESSMENT)
def scores(request: PortalRequest, year: int, group: str) -> HttpResponse:
    """Show the grid: the criteria of one heading for all units, or of one unit."""
    scheme = scheme_of(request, year, group)
    form = GridForm(scheme, request.GET)
    column, heading, unit = form.chosen()
    criteria = list(scheme.criteria.all())
    shown = grid.seen_by(request.user, criteria)
    if not shown and not sees_all(request.user):
        raise Http404
    if heading is None and unit is None and sees_all(request.user):
        heading = next((each for each in criteria if each.parent_id is None), None)
    shown = grid.under(heading if unit is None else None, criteria, shown)
    totals = [total for total in totals_of(scheme) if unit is None or total.unit.pk == unit.pk]
    drawn = set(Assessee.objects.filter(scheme=scheme, is_drawn=True).values_list("unit", flat=True))
    context = {
        "scheme": scheme,
        "form": form,
        "column": column,
        "column_label": Column(column).label,
        "criteria": shown,
        "rows": grid.cells(scheme, totals, shown, column, request.user, drawn),
        "heading": heading,
    }
    return render(request, "assessments/scores.html", context)


@require(Permission.VIEW_ASSESSMENT)
@require_POST
def cell(request: PortalRequest, year: int, group: str) -> JsonResponse:
    """Save one cell; 409 says who wrote what in the meantime, 400 what does not fit."""
    scheme = scheme_of(request, year, group)
    form = CellForm(scheme, request.POST)
    if not form.is_valid():
        words = [str(sentence) for found in form.errors.values() for sentence in found]
        return JsonResponse({"error": " ".join(words)}, status=400)
    values = {name: form.cleaned_data[name] for name in ("criterion", "unit", "column", "points", "reason")}
    try:
        score = enter_score(**values, by=request.user, version=form.cleaned_data["version"])
    except EditConflict as conflict:
        current = Score.objects.select_related("scored_by").get(pk=conflict.current.pk)
        return JsonResponse(_told(current), status=409)
    except ValidationError as error:
        field = next(iter(error.message_dict)) if hasattr(error, "error_dict") else ""
        return JsonResponse({"error": " ".join(error.messages), "field": field}, status=400)
    return JsonResponse(_told(score))


def _told(score: Score) -> dict[str, object]:
    return {
        "version": score.version,
        "points": format_decimal(score.points),
        "reason": score.reason,
        "by": str(score.scored_by),
        "at": f"{localtime(score.scored_at):%H:%M}",
    }
