"""Importing brands, certificates and licences: upload, preview, confirmation, the table back."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_GET, require_POST

from brands.imports import CREDENTIALS
from departments.access import Permission, PortalRequest, require
from enterprises import import_pages as pages


@require(Permission.EDIT_CREDENTIALS)
def receive(request: PortalRequest) -> HttpResponse:
    """Take a table and list the imports so far."""
    return pages.receive(request, CREDENTIALS)


@require_GET
@require(Permission.EDIT_CREDENTIALS)
def template(_request: PortalRequest) -> HttpResponse:
    """Give the workbook to fill in."""
    return pages.give_template(CREDENTIALS)


@require(Permission.EDIT_CREDENTIALS)
def detail(request: PortalRequest, pk: int) -> HttpResponse:
    """Show what an import would do or has done."""
    return pages.detail(request, CREDENTIALS, pk)


@require_POST
@require(Permission.EDIT_CREDENTIALS)
def confirm(request: PortalRequest, pk: int) -> HttpResponse:
    """Write what was shown."""
    return pages.confirm(request, CREDENTIALS, pk)


@require_GET
@require(Permission.EDIT_CREDENTIALS)
def marked(request: PortalRequest, pk: int) -> HttpResponse:
    """Give the table back with the refused rows marked."""
    return pages.marked(request, CREDENTIALS, pk)


@require_GET
@require(Permission.EDIT_CREDENTIALS)
def raw(request: PortalRequest, pk: int) -> HttpResponseBase:
    """Give the table back as it was uploaded."""
    return pages.raw(request, CREDENTIALS, pk)
