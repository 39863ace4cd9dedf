"""Pages of a unit in the procedure: targets filed, self-assessment, the visit."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from assessments import grid
from assessments.actions import units as actions
from assessments.forms.procedure import RemarkForm, TargetsForm, VisitForm
from assessments.models import Stage
from assessments.prefill import targets_text
from assessments.progress import line_gaps
from assessments.views.fetching import acts_for, assessee_of, scheme_of, taken, total_of
from departments.access import Permission, PortalRequest, require
from quality_portal.lib import clock
from quality_portal.lib.uploads import ACCEPT


@require(Permission.VIEW_ASSESSMENT)
def filing(request: PortalRequest, year: int, group: str, code: str) -> HttpResponse:
    """Show the targets a unit filed; while filing is open, write and file them."""
    scheme = scheme_of(request, year, group)
    assessee = assessee_of(request, scheme, code)
    text = assessee.filed_targets or targets_text(assessee.unit, scheme.year, scheme.as_of(clock.today()))
    form = TargetsForm(request.POST or None, initial={"version": assessee.version, "filed_targets": text})
    may_file = scheme.stage == Stage.FILING and acts_for(request.user, assessee)
    if (
        request.method == "POST"
        and may_file
        and taken(
            form,
            lambda: actions.file_targets(
                assessee=assessee,
                text=form.cleaned_data["filed_targets"],
                by=request.user,
                version=form.read_version,
                now=clock.now(),
            ),
        )
    ):
        messages.success(request, _("The targets are filed."))
        return redirect("assessments:procedure", year, group)
    context = {"scheme": scheme, "assessee": assessee, "form": form if may_file else None}
    return render(request, "assessments/filing.html", context)


@require(Permission.VIEW_ASSESSMENT)
def own(request: PortalRequest, year: int, group: str, code: str) -> HttpResponse:
    """Show a unit's self-assessment; while it is open, score cell by cell and hand it in."""
    scheme = scheme_of(request, year, group)
    assessee = assessee_of(request, scheme, code)
    total = total_of(scheme, assessee)
    form = RemarkForm(request.POST or None, initial={"version": assessee.version})
    values: dict[str, Any] = {
        "assessee": assessee,
        "lines": total.lines,
        "by": request.user,
        "now": clock.now(),
    }
    if request.method == "POST" and taken(form, lambda: actions.hand_in(version=form.read_version, **values)):
        messages.success(request, _("The self-assessment is handed in."))
        return redirect("assessments:procedure", year, group)
    is_open = scheme.stage == Stage.SELF and acts_for(request.user, assessee)
    context = {
        "scheme": scheme,
        "assessee": assessee,
        "cells": grid.own_cells(scheme, total, request.user),
        "form": form,
        "gaps": line_gaps(total.lines),
        "may_write": is_open and not assessee.submitted_at,
        "may_take_back": is_open and assessee.submitted_at,
        "accept": ACCEPT,
    }
    return render(request, "assessments/self.html", context)


@require(Permission.ASSESS_SELF)
def give_back(request: PortalRequest, year: int, group: str, code: str) -> HttpResponse:
    """Take back or return what was filed or handed in."""
    scheme = scheme_of(request, year, group)
    assessee = assessee_of(request, scheme, code)
    if not acts_for(request.user, assessee):
        raise Http404
    form = RemarkForm(request.POST or None, initial={"version": assessee.version})
    if request.method == "POST" and taken(
        form,
        lambda: actions.give_back(
            assessee=assessee, remark=form.cleaned_data["remark"], by=request.user, version=form.read_version
        ),
    ):
        messages.success(request, _("It can be changed again."))
        return redirect("assessments:procedure", year, group)
    return render(request, "assessments/procedure_form.html", {"scheme": scheme, "form": form})


@require(Permission.RUN_ASSESSMENT)
def visit(request: PortalRequest, year: int, group: str, code: str) -> HttpResponse:
    """Record the visit to a drawn unit."""
    scheme = scheme_of(request, year, group)
    assessee = assessee_of(request, scheme, code)
    initial = {name: getattr(assessee, name) for name in ("version", "visited_on", "visit_note")}
    form = VisitForm(request.POST or None, initial=initial)
    if request.method == "POST" and taken(
        form,
        lambda: actions.record_visit(
            assessee=assessee,
            visited_on=form.cleaned_data["visited_on"],
            note=form.cleaned_data["visit_note"],
            by=request.user,
            version=form.read_version,
            today=clock.today(),
        ),
    ):
        messages.success(request, _("The visit is recorded."))
        return redirect("assessments:procedure", year, group)
    return render(request, "assessments/procedure_form.html", {"scheme": scheme, "form": form})
