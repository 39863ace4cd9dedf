"""What reports bring to joint meetings: matters for the agenda, and the pack."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from departments.access import Permission, PortalRequest, require
from departments.models import Meeting
from quality_portal.lib import clock
from quality_portal.lib.documents.errors import PaperError
from reports.actions.matters import matters_from_reports
from reports.packs import pack_pdf
from reports.views.fetching import tell


def _meeting(request: PortalRequest, pk: int) -> Meeting:
    return get_object_or_404(Meeting.objects.visible_to(request.user), pk=pk)


@require(Permission.VIEW_MEETINGS)
def pack(request: PortalRequest, pk: int) -> HttpResponse:
    """Print the pack of a meeting for those who are invited."""
    found = _meeting(request, pk)
    try:
        content = pack_pdf(found, today=clock.today())
    except PaperError as error:
        messages.error(request, str(error))
        return redirect("meetings:detail", pk=pk)
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="meeting-pack-{pk}.pdf"'
    return response


@require(Permission.EDIT_MEETINGS)
@require_POST
def matters(request: PortalRequest, pk: int) -> HttpResponse:
    """Bring what units ask to be coordinated from their accepted reports before the meeting."""
    found = _meeting(request, pk)
    try:
        added = matters_from_reports(found, by=request.user)
    except ValidationError as error:
        tell(request, error)
        return redirect("meetings:detail", pk=pk)
    if added:
        words = ngettext("%(n)d matter was taken from the reports.", "%(n)d matters were taken.", added)
        messages.success(request, words % {"n": added})
    else:
        messages.info(request, _("The accepted reports hold no further matters to coordinate."))
    return redirect("meetings:detail", pk=pk)
