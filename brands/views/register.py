"""Pages of the register of brands and certificates."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from brands import actions
from brands.exports import register_table
from brands.forms import CredentialForm, EndForm, ExpiringForm, PrefillForm, RegisterForm
from brands.holders import holder_kind
from brands.lines import line, lines
from brands.models import Credential
from brands.related import related
from departments.access import Permission, PortalRequest, require
from departments.changes import record_changes
from departments.saved_views import list_page
from quality_portal.lib import clock
from quality_portal.lib.downloads import FormatForm, table_response
from targets import measures


@require(Permission.VIEW_CREDENTIALS)
@list_page
def register(request: PortalRequest) -> HttpResponse:
    """List the register on a day."""
    form = RegisterForm(request.GET, today=clock.today())
    listing = form.listing(Credential.objects.visible_to(request.user).with_holders())
    context = {
        "listing": listing,
        "lines": lines(listing.page, form.day),
        "day": form.day,
        "measure": measures.get(form.value("figure") or ""),
    }
    return render(request, "brands/list.html", context)


@require(Permission.VIEW_CREDENTIALS)
def export(request: PortalRequest) -> HttpResponse:
    """Give the register as it is filtered, as a workbook or CSV."""
    form = RegisterForm(request.GET, today=clock.today())
    rows = form.ordered(form.filtered(Credential.objects.visible_to(request.user).with_holders()))
    return table_response(form.seen(register_table(rows, form.day)), FormatForm(request.GET), on=form.day)


@require(Permission.VIEW_CREDENTIALS)
@list_page
def expiring(request: PortalRequest) -> HttpResponse:
    """List what runs out within the lead, the soonest first."""
    today = clock.today()
    form = ExpiringForm(request.GET, today=today)
    listing = form.listing(Credential.objects.visible_to(request.user).with_holders())
    context = {"listing": listing, "lines": lines(listing.page, today), "day": today}
    return render(request, "brands/expiring.html", context)


@require(Permission.VIEW_CREDENTIALS)
def expiring_export(request: PortalRequest) -> HttpResponse:
    """Give what runs out, as it is filtered, as a workbook or CSV."""
    today = clock.today()
    form = ExpiringForm(request.GET, today=today)
    rows = form.ordered(form.filtered(Credential.objects.visible_to(request.user).with_holders()))
    return table_response(form.seen(register_table(rows, today)), FormatForm(request.GET), on=today)


@require(Permission.VIEW_CREDENTIALS)
def detail(request: PortalRequest, pk: int) -> HttpResponse:
    """Show a credential with its history."""
    credential = shown_credential(request, pk)
    context = {
        "credential": credential,
        "line": line(credential, clock.today()),
        "holder_kind": holder_kind(credential),
        "documents": credential.documents.select_related("added_by"),
        "changes": record_changes(credential),
        "may_edit": request.user.may(Permission.EDIT_CREDENTIALS),
        **related(credential, request.user, clock.today()),
    }
    return render(request, "brands/detail.html", context)


@require(Permission.EDIT_CREDENTIALS)
def new(request: PortalRequest) -> HttpResponse:
    """Enter a credential."""
    prefill = PrefillForm(request.GET)
    initial = prefill.cleaned_data if prefill.is_valid() else {}
    form = CredentialForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        credential = actions.add_credential(by=request.user, **form.values())
        messages.success(request, _("%(credential)s has been entered.") % {"credential": credential})
        return redirect("brands:detail", pk=credential.pk)
    return render(request, "brands/edit.html", {"form": form})


@require(Permission.EDIT_CREDENTIALS)
def edit(request: PortalRequest, pk: int) -> HttpResponse:
    """Change a credential."""
    credential = shown_credential(request, pk)
    form = CredentialForm(request.POST or None, instance=credential)
    if request.method == "POST" and form.is_valid():
        actions.change_credential(credential, by=request.user, version=form.read_version, **form.values())
        messages.success(request, _("%(credential)s has been saved.") % {"credential": credential})
        return redirect("brands:detail", pk=pk)
    return render(request, "brands/edit.html", {"form": form, "pk": pk})


@require(Permission.EDIT_CREDENTIALS)
def end(request: PortalRequest, pk: int) -> HttpResponse:
    """End a credential before its time."""
    credential = shown_credential(request, pk)
    form = EndForm(request.POST or None, instance=credential)
    if request.method == "POST" and form.is_valid():
        actions.end_credential(credential, by=request.user, version=form.read_version, **form.values())
        messages.success(request, _("%(credential)s has been ended.") % {"credential": credential})
        return redirect("brands:detail", pk=pk)
    return render(request, "brands/end.html", {"form": form, "pk": pk, "name": str(credential)})


def shown_credential(request: PortalRequest, pk: int) -> Credential:
    """Return the credential if the person may see it, else 404."""
    return get_object_or_404(Credential.objects.visible_to(request.user).with_holders(), pk=pk)
