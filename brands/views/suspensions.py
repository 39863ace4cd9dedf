"""Pages of suspensions: enter one, lift or correct it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from brands import actions
from brands.models import Suspension
from brands.suspension_forms import SuspensionForm
from brands.views.register import shown_credential
from departments.access import Permission, PortalRequest, require


@require(Permission.EDIT_CREDENTIALS)
def suspend(request: PortalRequest, pk: int) -> HttpResponse:
    """Suspend a credential."""
    credential = shown_credential(request, pk)
    form = SuspensionForm(request.POST or None, instance=Suspension(credential=credential))
    if request.method == "POST" and form.is_valid():
        actions.suspend_credential(credential, by=request.user, **form.values())
        messages.success(
            request, _("The suspension of %(credential)s is saved.") % {"credential": credential}
        )
        return redirect("brands:detail", pk=pk)
    return render(request, "brands/suspension.html", {"form": form, "pk": pk, "name": str(credential)})


@require(Permission.EDIT_CREDENTIALS)
def suspension(request: PortalRequest, pk: int, suspension_pk: int) -> HttpResponse:
    """Lift or correct a suspension."""
    credential = shown_credential(request, pk)
    rows = credential.suspensions.select_related("credential__kind")
    found: Suspension = get_object_or_404(rows, pk=suspension_pk)
    form = SuspensionForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        actions.change_suspension(found, by=request.user, version=form.read_version, **form.values())
        messages.success(
            request, _("The suspension of %(credential)s is saved.") % {"credential": credential}
        )
        return redirect("brands:detail", pk=pk)
    context = {"form": form, "pk": pk, "name": str(credential), "suspension": found}
    return render(request, "brands/suspension.html", context)
