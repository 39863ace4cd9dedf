"""Pages of the procedure: where it stands, moved on and back, days, decision, draw."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from assessments.actions import stages as actions
from assessments.actions import units
from assessments.forms.procedure import DaysForm, DecisionForm, NoteForm
from assessments.grid import seen_by
from assessments.models import SchemeStage, Stage
from assessments.progress import criterion_rows, owed, reached, unit_rows
from assessments.rules import stages
from assessments.rules.draws import drawn_from
from assessments.views.fetching import scheme_of, sees_all, taken, totals_of
from departments.access import Permission, PortalRequest, require
from quality_portal.lib import clock


@require(Permission.VIEW_ASSESSMENT)
def procedure(request: PortalRequest, year: int, group: str) -> HttpResponse:
    """Show the steps, what is missing, and how far every unit and criterion has come."""
    scheme = scheme_of(request, year, group)
    user, everything = request.user, sees_all(request.user)
    totals = totals_of(scheme)
    own = [total for total in totals if everything or total.unit.pk == user.department_id]
    rows = {row.stage: row for row in SchemeStage.objects.filter(scheme=scheme)}
    found = owed(scheme, totals) if everything and not scheme.is_published else {}
    now = reached(scheme)
    place = stages.ORDER.index(now)
    context = {
        "scheme": scheme,
        "now": now,
        "steps": [(Stage(step), rows.get(step), at < place) for at, step in enumerate(stages.ORDER)],
        "missing": stages.missing_before_next(scheme.stage, found),
        "next": stages.following(scheme.stage),
        "back": stages.preceding(scheme.stage),
        "units": unit_rows(own, scheme),
        "criteria": criterion_rows(totals) if everything else [],
        "sees_all": everything,
        "may_run": user.may(Permission.RUN_ASSESSMENT),
        "may_score": everything or bool(seen_by(user, list(scheme.criteria.all()))),
        "today": clock.today(),
        "draws": scheme.draws.select_related("drawn_by") if everything else [],
    }
    return render(request, "assessments/procedure.html", context)


@require(Permission.RUN_ASSESSMENT)
def move(request: PortalRequest, year: int, group: str, way: str) -> HttpResponse:
    """Move the procedure on or back, with a reason where one is owed."""
    scheme = scheme_of(request, year, group)
    form = NoteForm(request.POST or None, initial={"version": scheme.version})
    to = stages.following(scheme.stage) if way == "on" else stages.preceding(scheme.stage)

    def act() -> object:
        values: dict[str, Any] = {"scheme": scheme, "by": request.user, "version": form.read_version}
        note = form.cleaned_data["note"]
        return (
            actions.advance(to=to, note=note, **values)
            if way == "on"
            else actions.go_back(note=note, **values)
        )

    if request.method == "POST" and taken(form, act):
        messages.success(request, _("The procedure now stands at: %(step)s.") % {"step": Stage(to).label})
        return redirect("assessments:procedure", year, group)
    found = owed(scheme, totals_of(scheme)) if way == "on" else {}
    missing = stages.missing_before_next(scheme.stage, found)
    context = {"scheme": scheme, "form": form, "missing": missing, "to": Stage(to).label if to else ""}
    return render(request, "assessments/procedure_form.html", context)


@require(Permission.RUN_ASSESSMENT)
def days(request: PortalRequest, year: int, group: str) -> HttpResponse:
    """Move the days of the steps."""
    scheme = scheme_of(request, year, group)
    rows = list(SchemeStage.objects.filter(scheme=scheme).exclude(due_on=None))
    form = DaysForm(rows, request.POST or None, initial={"version": scheme.version})
    if request.method == "POST" and taken(
        form,
        lambda: actions.move_days(
            scheme=scheme,
            days=form.days(),
            by=request.user,
            version=form.read_version,
            note=form.cleaned_data["note"],
        ),
    ):
        messages.success(request, _("The days have been moved."))
        return redirect("assessments:procedure", year, group)
    context = {"scheme": scheme, "form": form, "title": _("Move the days")}
    return render(request, "assessments/procedure_form.html", context)


@require(Permission.RUN_ASSESSMENT)
def decision(request: PortalRequest, year: int, group: str) -> HttpResponse:
    """Record the leading group's decision."""
    scheme = scheme_of(request, year, group)
    form = DecisionForm(request.POST or None, initial={"version": scheme.version})
    if request.method == "POST" and taken(
        form,
        lambda: actions.record_decision(
            scheme=scheme,
            by=request.user,
            version=form.read_version,
            decided_on=form.cleaned_data["decided_on"],
            note=form.cleaned_data["note"],
        ),
    ):
        messages.success(request, _("The decision is recorded."))
        return redirect("assessments:procedure", year, group)
    context = {"scheme": scheme, "form": form, "title": _("Record the decision")}
    return render(request, "assessments/procedure_form.html", context)


@require(Permission.RUN_ASSESSMENT)
@require_POST
def draw(request: PortalRequest, year: int, group: str) -> HttpResponse:
    """Draw the units for the on-site check."""
    scheme = scheme_of(request, year, group)
    try:
        drawn = units.draw(scheme=scheme, by=request.user, now=clock.now())
        messages.success(request, _("Units drawn: %(n)d.") % {"n": len(drawn.drawn)})
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("assessments:procedure", year, group)


@require(Permission.VIEW_DASHBOARD)
@require_safe
def check_draw(request: PortalRequest, year: int, group: str) -> HttpResponse:
    """Repeat the last draw from its seed and say whether it comes out the same."""
    scheme = scheme_of(request, year, group)
    last = scheme.draws.first()
    if last and drawn_from(last.population, last.seed, last.share) == last.drawn:
        messages.success(request, _("The draw was repeated from its seed and comes out the same."))
    else:
        messages.error(request, _("The draw does not come out the same."))
    return redirect("assessments:procedure", year, group)
