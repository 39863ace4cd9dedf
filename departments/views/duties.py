"""Pages of duties."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from departments.access import Permission, PortalRequest, require
from departments.actions.duties import change_duty
from departments.duties import DutyForm, DutyListForm
from departments.models import Duty
from departments.saved_views import list_page


@require(Permission.VIEW_DUTIES)
@list_page
def duties(request: PortalRequest) -> HttpResponse:
    """List the standing duties the person may see."""
    rows = Duty.objects.visible_to(request.user).active().with_holders()
    listing = DutyListForm(request.GET).listing(rows)
    return render(request, "departments/duties.html", {"listing": listing})


@require(Permission.EDIT_DUTIES)
def duty_edit(request: PortalRequest, code: str) -> HttpResponse:
    """Change a duty's words, holder or field of work."""
    duty = get_object_or_404(Duty.objects.visible_to(request.user), code=code)
    form = DutyForm(request.POST or None, instance=duty)
    if request.method == "POST" and form.is_valid():
        change_duty(duty, by=request.user, version=form.read_version, **form.values())
        messages.success(request, _("Duty %(code)s has been saved.") % {"code": duty.code})
        return redirect("departments:duties")
    return render(request, "departments/duty_edit.html", {"form": form, "duty": duty})
