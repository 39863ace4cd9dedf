"""Error pages: a sentence that says what to do, in the portal's own look."""

import errno
import sqlite3
import sys

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from quality_portal.lib.logs import request_number


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Tell that the request could not be understood; 413 where more was sent than a form may hold."""
    status = 413 if isinstance(exception, RequestDataTooBig) else 400
    return render(request, "errors/400.html", {"code": status}, status=status)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Tell that the role does not include the page."""
    return render(request, "errors/403.html", {"reason": str(exception)}, status=403)


def form_outdated(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Tell that a form was sent with the token of an earlier sign-in."""
    return render(request, "errors/outdated.html", status=403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Tell that there is nothing at this address, or nothing this person may see."""
    return render(request, "errors/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Tell that something went wrong on our side; needs neither database nor session.

    A database that is away before any view was asked, while the session is read, ends here too.
    """
    error = sys.exception()
    if is_disk_full(error):
        return HttpResponse(render_to_string("errors/507.html"), status=507)
    if isinstance(error, OperationalError | InterfaceError):
        return database_away()
    number = request_number.get()
    return HttpResponse(render_to_string("errors/500.html", {"number": number}), status=500)


def is_disk_full(error: BaseException | None) -> bool:
    """Whether there was no room for a file or for the database."""
    if isinstance(error, OSError):
        return error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
    if not isinstance(error, OperationalError):
        return False
    cause = error.__cause__
    is_full = getattr(cause, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
    return is_full or getattr(cause, "sqlstate", None) == "53100"


def database_away() -> HttpResponse:
    """Tell that the database cannot be reached, and when to ask again."""
    return HttpResponse(render_to_string("errors/503.html"), status=503, headers={"Retry-After": "30"})
