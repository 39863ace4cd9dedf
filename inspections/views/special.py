"""Special campaigns and their plan of batches against what was drawn."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from departments.access import Permission, PortalRequest, require
from departments.changes import record_changes
from departments.saved_views import list_page
from inspections.actions.quotas import change_special_campaign, open_special_campaign, plan_batches
from inspections.exports.registers import plan_table, special_table
from inspections.forms.special import OpenedForm, SpecialForm, SpecialListForm, plan_rows_form, planned_rows
from inspections.models import SpecialCampaign
from inspections.queries.registers import plan_progress
from inspections.special_lines import outside_url, plan_lines, special_lines
from quality_portal.lib import clock
from quality_portal.lib.downloads import FormatForm, table_response


@require(Permission.VIEW_INSPECTIONS)
@list_page
def special_list(request: PortalRequest) -> HttpResponse:
    """Find special campaigns with the batches planned and drawn."""
    rows = SpecialCampaign.objects.visible_to(request.user).with_progress(request.user)
    listing = SpecialListForm(request.GET).listing(rows)
    context = {
        "listing": listing,
        "lines": special_lines(listing.page),
        "may_edit": request.user.may(Permission.EDIT_INSPECTIONS),
    }
    return render(request, "inspections/registers/specials.html", context)


@require(Permission.VIEW_INSPECTIONS)
def special_list_export(request: PortalRequest) -> HttpResponse:
    """Give the special campaigns as they are filtered, as a workbook or CSV."""
    form = SpecialListForm(request.GET)
    rows = SpecialCampaign.objects.visible_to(request.user).with_progress(request.user)
    table = form.seen(special_table(list(form.ordered(form.filtered(rows)))))
    return table_response(table, FormatForm(request.GET), on=clock.today())


@require(Permission.VIEW_INSPECTIONS)
def special(request: PortalRequest, pk: int) -> HttpResponse:
    """Show a special campaign: its plan against what was drawn, and its history."""
    found = _special(request, pk)
    progress = plan_progress(found, request.user)
    context = {
        "special": found,
        "progress": progress,
        "total": special_lines([found])[0],
        "lines": plan_lines(found, progress),
        "outside_url": outside_url(found, request.user),
        "changes": record_changes(found),
        "may_edit": request.user.may(Permission.EDIT_INSPECTIONS),
    }
    return render(request, "inspections/registers/special.html", context)


@require(Permission.VIEW_INSPECTIONS)
def special_export(request: PortalRequest, pk: int) -> HttpResponse:
    """Give the plan against what was drawn as a workbook or CSV."""
    found = _special(request, pk)
    table = plan_table(found, plan_progress(found, request.user))
    return table_response(table, FormatForm(request.GET), on=clock.today())


@require(Permission.EDIT_INSPECTIONS)
def special_new(request: PortalRequest) -> HttpResponse:
    """Make a campaign a special one."""
    form = SpecialForm(request.POST or None)
    found = form.attempt(lambda: open_special_campaign(by=request.user, **form.values()))
    if found is not None:
        messages.success(request, _("The special campaign “%(name)s” has been opened.") % {"name": found})
        return redirect("registers:special", pk=found.pk)
    return render(request, "inspections/registers/special_edit.html", {"form": form})


@require(Permission.EDIT_INSPECTIONS)
def special_edit(request: PortalRequest, pk: int) -> HttpResponse:
    """Change goal, lead, period or summary."""
    found = _special(request, pk)
    form = SpecialForm(request.POST or None, instance=found)
    changed = form.attempt(
        lambda: change_special_campaign(found, by=request.user, version=form.read_version, **form.values())
    )
    if changed is not None:
        messages.success(request, _("The special campaign “%(name)s” has been saved.") % {"name": changed})
        return redirect("registers:special", pk=pk)
    return render(request, "inspections/registers/special_edit.html", {"form": form, "special": found})


@require(Permission.EDIT_INSPECTIONS)
def special_plan(request: PortalRequest, pk: int) -> HttpResponse:
    """Edit the plan as a small table."""
    found = _special(request, pk)
    opened = OpenedForm(request.POST or None, initial={"version": found.version})
    table = plan_rows_form(found, request.POST or None)
    if request.method == "POST" and table.is_valid():
        plan_batches(found, by=request.user, version=opened.read_version, rows=planned_rows(table))
        messages.success(request, _("The plan has been saved."))
        return redirect("registers:special", pk=pk)
    context = {"special": found, "opened": opened, "table": table}
    return render(request, "inspections/registers/special_plan.html", context)


def _special(request: PortalRequest, pk: int) -> SpecialCampaign:
    """Return the special campaign with its progress if the person may see it, else 404."""
    rows = SpecialCampaign.objects.visible_to(request.user).with_progress(request.user)
    return get_object_or_404(rows, pk=pk)
