"""The register of quality incidents."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from departments.access import Permission, PortalRequest, require
from departments.changes import record_changes
from departments.saved_views import list_page
from inspections.actions.incidents import change_incident, judge_incident, record_incident, settle_incident
from inspections.exports.registers import incident_table
from inspections.forms.incidents import IncidentForm, IncidentListForm, JudgeForm, SettleForm
from inspections.models import Incident
from quality_portal.lib import clock
from quality_portal.lib.downloads import FormatForm, table_response


@require(Permission.VIEW_INSPECTIONS)
@list_page
def incident_list(request: PortalRequest) -> HttpResponse:
    """Find incidents."""
    rows = Incident.objects.visible_to(request.user).with_units()
    context = {
        "listing": IncidentListForm(request.GET).listing(rows),
        "may_edit": request.user.may(Permission.EDIT_INSPECTIONS),
    }
    return render(request, "inspections/registers/incidents.html", context)


@require(Permission.VIEW_INSPECTIONS)
def incident_export(request: PortalRequest) -> HttpResponse:
    """Give the incidents as they are filtered, as a workbook or CSV."""
    form = IncidentListForm(request.GET)
    rows = form.ordered(form.filtered(Incident.objects.visible_to(request.user)))
    return table_response(form.seen(incident_table(rows)), FormatForm(request.GET), on=clock.today())


@require(Permission.VIEW_INSPECTIONS)
def incident(request: PortalRequest, pk: int) -> HttpResponse:
    """Show an incident with its history."""
    found = _incident(request, pk)
    context = {
        "incident": found,
        "changes": record_changes(found),
        "may_edit": request.user.may(Permission.EDIT_INSPECTIONS),
    }
    return render(request, "inspections/registers/incident.html", context)


@require(Permission.EDIT_INSPECTIONS)
def incident_new(request: PortalRequest) -> HttpResponse:
    """Enter an incident."""
    form = IncidentForm(request.POST or None)
    found = form.attempt(lambda: record_incident(by=request.user, today=clock.today(), **form.values()))
    if found is not None:
        messages.success(request, _("“%(title)s” has been entered.") % {"title": found})
        return redirect("registers:incident", pk=found.pk)
    context = {"form": form, "title": _("Enter an incident")}
    return render(request, "inspections/registers/incident_edit.html", context)


@require(Permission.EDIT_INSPECTIONS)
def incident_edit(request: PortalRequest, pk: int) -> HttpResponse:
    """Correct what is known of an incident."""
    found = _incident(request, pk)
    form = IncidentForm(request.POST or None, instance=found)
    changed = form.attempt(
        lambda: change_incident(
            found, by=request.user, version=form.read_version, today=clock.today(), **form.values()
        )
    )
    return _answer(request, form, found, changed, _("Correct the incident"))


@require(Permission.EDIT_INSPECTIONS)
def incident_judge(request: PortalRequest, pk: int) -> HttpResponse:
    """Declare whether an incident is regional or systemic."""
    found = _incident(request, pk)
    form = JudgeForm(request.POST or None, instance=found)
    changed = form.attempt(
        lambda: judge_incident(
            found, by=request.user, version=form.read_version, today=clock.today(), **form.values()
        )
    )
    return _answer(request, form, found, changed, _("Judge whether it is regional or systemic"))


@require(Permission.EDIT_INSPECTIONS)
def incident_settle(request: PortalRequest, pk: int) -> HttpResponse:
    """End the handling of an incident with its result and consequence."""
    found = _incident(request, pk)
    form = SettleForm(request.POST or None, instance=found)
    changed = form.attempt(
        lambda: settle_incident(
            found, by=request.user, version=form.read_version, today=clock.today(), **form.values()
        )
    )
    return _answer(request, form, found, changed, _("Record result and consequence"))


def _answer(
    request: PortalRequest, form: object, found: Incident, changed: Incident | None, title: str
) -> HttpResponse:
    """Go back to the incident when it was changed, else show the form."""
    if changed is not None:
        messages.success(request, _("“%(title)s” has been saved.") % {"title": changed})
        return redirect("registers:incident", pk=found.pk)
    context = {"form": form, "incident": found, "title": title}
    return render(request, "inspections/registers/incident_edit.html", context)


def _incident(request: PortalRequest, pk: int) -> Incident:
    """Return the incident if the person may see it, else 404."""
    return get_object_or_404(Incident.objects.visible_to(request.user).with_units(), pk=pk)
