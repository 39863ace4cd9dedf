"""Importing enterprises and products: upload, preview, confirmation, the table back."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_GET, require_POST

from departments.access import Permission, PortalRequest, require
from enterprises import import_pages as pages
from enterprises.imports import subjects


@require(Permission.EDIT_ENTERPRISES)
def receive(request: PortalRequest, subject: str) -> HttpResponse:
    """Take a table and list the imports so far."""
    return pages.receive(request, subjects.get(subject))


@require_GET
@require(Permission.EDIT_ENTERPRISES)
def template(_request: PortalRequest, subject: str) -> HttpResponse:
    """Give the workbook to fill in."""
    return pages.give_template(subjects.get(subject))


@require(Permission.EDIT_ENTERPRISES)
def detail(request: PortalRequest, subject: str, pk: int) -> HttpResponse:
    """Show what an import would do or has done."""
    return pages.detail(request, subjects.get(subject), pk)


@require_POST
@require(Permission.EDIT_ENTERPRISES)
def confirm(request: PortalRequest, subject: str, pk: int) -> HttpResponse:
    """Write what was shown."""
    return pages.confirm(request, subjects.get(subject), pk)


@require_GET
@require(Permission.EDIT_ENTERPRISES)
def marked(request: PortalRequest, subject: str, pk: int) -> HttpResponse:
    """Give the table back with the refused rows marked."""
    return pages.marked(request, subjects.get(subject), pk)


@require_GET
@require(Permission.EDIT_ENTERPRISES)
def raw(request: PortalRequest, subject: str, pk: int) -> HttpResponseBase:
    """Give the table back as it was uploaded."""
    return pages.raw(request, subjects.get(subject), pk)
