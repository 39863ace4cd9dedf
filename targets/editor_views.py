"""The plan editor: the plan, its targets and goals as one table, proposals, closed years."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from departments.access import Permission, PortalRequest, require
from departments.changes import record_changes
from quality_portal.lib import clock
from quality_portal.lib.downloads import FormatForm, table_response
from targets.closing_actions import against_closing, close_year, closing_of, reopen_year
from targets.forms import FigureForm
from targets.headline import headline
from targets.models import Plan, PlanYear, Target
from targets.plan_actions import adopt, save_plan, save_target
from targets.plan_forms import AdoptForm, PlanForm, ReopenForm, TargetForm
from targets.plan_table import plan_sheet, plan_table
from targets.progress import progress
from targets.proposals import proposals_of
from targets.year_states import year_states


def _plan(request: PortalRequest, plan_code: str) -> Plan:
    return get_object_or_404(Plan.objects.visible_to(request.user), code=plan_code)


@require(Permission.VIEW_TARGETS)
def plan_detail(request: PortalRequest, plan_code: str) -> HttpResponse:
    """Show a plan: its facts, years and the table of its targets and goals."""
    plan = _plan(request, plan_code)
    context = {
        "plan": plan,
        "table": plan_table(plan),
        "years": year_states(plan, today=clock.today()),
        "proposals": len(proposals_of(plan)),
        "others": Plan.objects.visible_to(request.user).exclude(pk=plan.pk),
        "changes": record_changes(plan),
        "may_edit": request.user.may(Permission.EDIT_PLAN),
    }
    return render(request, "targets/plan/detail.html", context)


@require(Permission.VIEW_TARGETS)
def plan_export(request: PortalRequest, plan_code: str) -> HttpResponse:
    """Give the table of targets and goals as a workbook or CSV."""
    plan = _plan(request, plan_code)
    return table_response(plan_sheet(plan), FormatForm(request.GET), on=clock.today())


def _edit_page(request: PortalRequest, form: FigureForm, **words: Any) -> HttpResponse:
    return render(request, "targets/plan/edit.html", {"form": form, **words})


@require(Permission.EDIT_PLAN)
def plan_new(request: PortalRequest) -> HttpResponse:
    """Enter a new plan."""
    form = PlanForm(request.POST or None)
    saved = form.attempt(lambda: save_plan(plan=None, by=request.user, version=None, **form.values()))
    if saved is not None:
        messages.success(request, _("The quality plan has been saved."))
        return redirect("targets:plan", saved.code)
    return _edit_page(request, form, title=_("New quality plan"))


@require(Permission.EDIT_PLAN)
def plan_edit(request: PortalRequest, plan_code: str) -> HttpResponse:
    """Change a plan."""
    plan = _plan(request, plan_code)
    form = PlanForm(request.POST or None, instance=plan)
    saved = form.attempt(
        lambda: save_plan(plan=plan, by=request.user, version=form.read_version, **form.values())
    )
    if saved is not None:
        messages.success(request, _("The quality plan has been saved."))
        return redirect("targets:plan", plan_code)
    return _edit_page(request, form, plan=plan, title=_("Edit the quality plan"))


@require(Permission.EDIT_PLAN)
def target_new(request: PortalRequest, plan_code: str) -> HttpResponse:
    """Add a target to a plan."""
    plan = _plan(request, plan_code)
    form = TargetForm(request.POST or None)
    saved = form.attempt(
        lambda: save_target(plan=plan, target=None, by=request.user, version=None, **form.values())
    )
    if saved is not None:
        messages.success(request, _("The target “%(target)s” has been saved.") % {"target": saved.label})
        return redirect("targets:plan", plan_code)
    return _edit_page(request, form, plan=plan, title=_("New target"))


@require(Permission.EDIT_PLAN)
def target_edit(request: PortalRequest, plan_code: str, code: str) -> HttpResponse:
    """Change a target of a plan."""
    plan = _plan(request, plan_code)
    target = get_object_or_404(Target.objects.visible_to(request.user), plan=plan, code=code)
    form = TargetForm(request.POST or None, instance=target)
    saved = form.attempt(
        lambda: save_target(
            plan=plan, target=target, by=request.user, version=form.read_version, **form.values()
        )
    )
    if saved is not None:
        messages.success(request, _("The target “%(target)s” has been saved.") % {"target": saved.label})
        return redirect("targets:plan", plan_code)
    return _edit_page(request, form, plan=plan, title=f"{target.code} {target.label}")


@require(Permission.EDIT_PLAN)
def proposals(request: PortalRequest, plan_code: str) -> HttpResponse:
    """Show the goals proposed between milestones; adopt one, or all at once."""
    plan = _plan(request, plan_code)
    found = {proposal.key: proposal for proposal in proposals_of(plan)}
    form = AdoptForm(request.POST or None, keys=list(found))
    if form.is_bound and form.is_valid():
        chosen = [found[key] for key in form.cleaned_data["key"]]
        count = len(adopt(proposals=chosen, by=request.user, now=clock.now()))
        said = ngettext("%(count)d goal has been adopted.", "%(count)d goals have been adopted.", count)
        messages.success(request, said % {"count": count})
        return redirect("targets:proposals", plan_code)
    context = {"plan": plan, "proposals": found.values(), "form": form}
    return render(request, "targets/plan/proposals.html", context)


@require(Permission.EDIT_PLAN)
def year_close(request: PortalRequest, plan_code: str, year: int) -> HttpResponse:
    """Show what would be frozen, and close the year once that is confirmed."""
    plan = _plan(request, plan_code)
    plan_year = get_object_or_404(PlanYear, plan=plan, year=year)
    today = clock.today()
    if request.method == "POST":
        try:
            close_year(plan=plan, year=year, by=request.user, now=clock.now(), today=today)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("%(year)d has been closed; its figures stay.") % {"year": year})
        return redirect("targets:plan", plan_code)
    rows = progress(year, today, plan)
    context = {
        "plan": plan,
        "year": plan_year.year,
        "blocker": against_closing(plan, year, today=today),
        "rows": rows,
        "headline": headline(rows),
    }
    return render(request, "targets/plan/close.html", context)


@require(Permission.EDIT_PLAN)
def year_reopen(request: PortalRequest, plan_code: str, year: int) -> HttpResponse:
    """Open a closed year again, with the reason."""
    plan = _plan(request, plan_code)
    closing = closing_of(plan, year)
    if closing is None:
        messages.info(request, _("%(year)d is open.") % {"year": year})
        return redirect("targets:plan", plan_code)
    form = ReopenForm(request.POST or None, initial={"version": closing.version})
    if form.is_bound and form.is_valid():
        reopen_year(closing=closing, by=request.user, now=clock.now(), **form.cleaned_data)
        messages.success(request, _("%(year)d has been opened again.") % {"year": year})
        return redirect("targets:plan", plan_code)
    context = {"plan": plan, "year": year, "closing": closing, "form": form}
    return render(request, "targets/plan/reopen.html", context)
