"""The register of counterfeit and infringement cases."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from departments.access import Permission, PortalRequest, require
from departments.changes import record_changes
from departments.saved_views import list_page
from inspections.actions.infringements import advance_infringement, change_infringement, file_infringement
from inspections.exports.registers import infringement_table
from inspections.forms.infringements import AdvanceForm, InfringementForm, InfringementListForm, PrefillForm
from inspections.models import InfringementCase, InfringementState
from inspections.queries.registers import infringement_totals
from inspections.rules.infringements import refusal
from quality_portal.lib import clock
from quality_portal.lib.downloads import FormatForm, table_response


@require(Permission.VIEW_INSPECTIONS)
@list_page
def infringement_list(request: PortalRequest) -> HttpResponse:
    """Find cases; above them number, value and penalty of the year by kind."""
    rows = InfringementCase.objects.visible_to(request.user)
    form = InfringementListForm(request.GET)
    year = form.value("year") or clock.today().year
    context = {
        "listing": form.listing(rows.with_parties()),
        "year": year,
        "totals": infringement_totals(rows.for_year(year)),
        "may_edit": request.user.may(Permission.EDIT_INSPECTIONS),
    }
    return render(request, "inspections/registers/infringements.html", context)


@require(Permission.VIEW_INSPECTIONS)
def infringement_export(request: PortalRequest) -> HttpResponse:
    """Give the cases as they are filtered, as a workbook or CSV."""
    form = InfringementListForm(request.GET)
    rows = form.ordered(form.filtered(InfringementCase.objects.visible_to(request.user)))
    return table_response(form.seen(infringement_table(rows)), FormatForm(request.GET), on=clock.today())


@require(Permission.VIEW_INSPECTIONS)
def infringement(request: PortalRequest, pk: int) -> HttpResponse:
    """Show a case with its history and the states that may follow."""
    case = _case(request, pk)
    context = {
        "case": case,
        "changes": record_changes(case),
        "may_edit": request.user.may(Permission.EDIT_INSPECTIONS),
    }
    return render(request, "inspections/registers/infringement.html", context)


@require(Permission.EDIT_INSPECTIONS)
def infringement_new(request: PortalRequest) -> HttpResponse:
    """File a case."""
    form = InfringementForm(request.POST or None, initial=PrefillForm(request.GET).values)
    case = form.attempt(lambda: file_infringement(by=request.user, today=clock.today(), **form.values()))
    if case is not None:
        messages.success(request, _("The case %(case)s has been filed.") % {"case": case})
        return redirect("registers:infringement", pk=case.pk)
    return render(request, "inspections/registers/infringement_edit.html", {"form": form})


@require(Permission.EDIT_INSPECTIONS)
def infringement_edit(request: PortalRequest, pk: int) -> HttpResponse:
    """Correct a case; its state stays."""
    case = _case(request, pk)
    form = InfringementForm(request.POST or None, instance=case)
    changed = form.attempt(
        lambda: change_infringement(
            case, by=request.user, version=form.read_version, today=clock.today(), **form.values()
        )
    )
    if changed is not None:
        messages.success(request, _("The case %(case)s has been saved.") % {"case": changed})
        return redirect("registers:infringement", pk=pk)
    return render(request, "inspections/registers/infringement_edit.html", {"form": form, "case": case})


@require(Permission.EDIT_INSPECTIONS)
def infringement_advance(request: PortalRequest, pk: int, state: str) -> HttpResponse:
    """Take a case to a state, asking for what it needs; a state that may not follow is refused."""
    case = _case(request, pk)
    if state not in InfringementState.values:
        raise Http404
    then = InfringementState(state)
    if request.method != "POST" and (reason := refusal(case.state, then)):
        messages.error(request, reason)
        return redirect("registers:infringement", pk=pk)
    form = AdvanceForm(request.POST or None, instance=case, state=then)
    changed = form.attempt(
        lambda: advance_infringement(
            case, by=request.user, version=form.read_version, today=clock.today(), state=then, **form.values()
        )
    )
    if changed is not None:
        messages.success(
            request, _("The case %(case)s is now %(state)s.") % {"case": changed, "state": then.label}
        )
        return redirect("registers:infringement", pk=pk)
    context = {"form": form, "case": case, "then": then}
    return render(request, "inspections/registers/infringement_advance.html", context)


def _case(request: PortalRequest, pk: int) -> InfringementCase:
    """Return the case if the person may see it, else 404."""
    return get_object_or_404(InfringementCase.objects.visible_to(request.user).with_parties(), pk=pk)
