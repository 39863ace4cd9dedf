"""What the pages of meetings have in common: fetching what the person may see, answering an action."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from departments.access import PortalRequest
from departments.models import Decision, Meeting
from quality_portal.lib.documents.errors import PaperError


def meeting_of(request: PortalRequest, pk: int) -> Meeting:
    """Return a meeting the person may see, else 404."""
    return get_object_or_404(Meeting.objects.visible_to(request.user), pk=pk)


def decision_of(request: PortalRequest, pk: int) -> Decision:
    """Return a decision the person may see, else 404."""
    return get_object_or_404(Decision.objects.visible_to(request.user).select_related("meeting"), pk=pk)


def attempted(request: PortalRequest, action: Callable[[], object], done: str, pk: int) -> HttpResponse:
    """Do what a button asks and say what came of it, on the meeting's page."""
    try:
        action()
    except ValidationError as error:
        for sentence in error.messages:
            messages.error(request, sentence)
    else:
        messages.success(request, done)
    return redirect("meetings:detail", pk=pk)


def pdf_response(request: PortalRequest, draw: Callable[[], bytes], name: str, pk: int) -> HttpResponse:
    """Show a paper in the browser; where it cannot be printed, say why on the meeting's page."""
    try:
        content = draw()
    except PaperError as error:
        messages.error(request, str(error))
        return redirect("meetings:detail", pk=pk)
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response
