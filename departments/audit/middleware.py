"""Notes what a request took away or was refused, and lets its changes be noted with its address."""

import re
from collections.abc import Callable
from typing import Final
from urllib.parse import unquote

from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase

from departments.audit.actions import note
from departments.audit.origin import asked_by
from departments.models import AuditAction

PAPERS: Final = ("application/pdf", "application/vnd.openxmlformats-officedocument.wordprocessingml")
FILE_NAME: Final = re.compile(r"filename\*?=(?:utf-8'')?\"?([^\";]+)", re.IGNORECASE)

View = Callable[..., HttpResponseBase]


def shown_in_page(view: View) -> View:
    """Mark a view whose files are part of a page, as the small copy of a picture is: no download."""
    view.is_shown_in_page = True  # type: ignore[attr-defined]
    return view


class AuditMiddleware:
    """Notes downloads, exports, papers and refusals: all of them, whichever view gave the answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer; the entry is written before anything of the answer is sent."""
        with asked_by(request):
            response = self.get_response(request)
            action = action_of(request, response)
            # A stranger's refusals are the sign-in's to note.
            if action is not None and request.user.is_authenticated:
                note_answer(action, request, response)
        return response


def action_of(request: HttpRequest, response: HttpResponseBase) -> AuditAction | None:
    """Return what an answer means to the trail; None for pages, and for what a page is made of."""
    if response.status_code == 403:
        return AuditAction.DENIED
    view = request.resolver_match.func if request.resolver_match else None
    if response.status_code != 200 or getattr(view, "is_shown_in_page", False):
        return None
    if response.headers.get("Content-Type", "").startswith(PAPERS) and not isinstance(response, FileResponse):
        return AuditAction.PRINTED
    if not response.headers.get("Content-Disposition", "").startswith("attachment"):
        return None
    return AuditAction.DOWNLOADED if isinstance(response, FileResponse) else AuditAction.EXPORTED


def note_answer(action: AuditAction, request: HttpRequest, response: HttpResponseBase) -> None:
    """Note an answer: the page by its name, what it was about, the name of the file, the filter."""
    match = request.resolver_match
    named = FILE_NAME.search(response.headers.get("Content-Disposition", ""))
    query = request.GET.urlencode()
    note(
        action,
        object_type=match.view_name if match else "",
        object_id=", ".join(str(value) for value in match.kwargs.values()) if match else "",
        label=unquote(named.group(1)) if named else "",
        changes={"query": ("", query)} if query and action is not AuditAction.DENIED else None,
        success=action is not AuditAction.DENIED,
    )
