"""How the pages fetch what they show: always through what the person may see, else 404."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404

from departments.access import PortalRequest
from reports.filing import may_write
from reports.forms import VersionForm
from reports.models import Report


def report_of(request: PortalRequest, pk: int) -> Report:
    """Return a report the person may see."""
    return get_object_or_404(Report.objects.visible_to(request.user).with_units(), pk=pk)


def own_report(request: PortalRequest, pk: int) -> Report:
    """Return a report the person may write; another unit's does not exist for them."""
    report = report_of(request, pk)
    if not may_write(report, request.user):
        raise Http404
    return report


def read_version(request: PortalRequest) -> int:
    """Return the version a decision was taken at; 0, which no record has, without one."""
    form = VersionForm(request.POST)
    return form.read_version if form.is_valid() else 0


def tell(request: PortalRequest, error: ValidationError) -> None:
    """Tell the person why something was refused."""
    for sentence in error.messages:
        messages.error(request, sentence)
