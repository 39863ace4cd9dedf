"""The buttons that compute automatic scores anew: those of a year's group, and those of one unit."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assessments import actions
from assessments.models import Scheme
from departments.access import Permission, PortalRequest, require
from departments.models import Department


def _compute(request: PortalRequest, scheme: Scheme, unit: Department | None = None) -> None:
    """Compute and tell how many scores were kept, or why none was."""
    try:
        count = actions.compute(scheme=scheme, by=request.user, unit=unit)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(
            request, _("Scores computed from the records and kept: %(count)d.") % {"count": count}
        )


@require_POST
@require(Permission.RUN_ASSESSMENT)
def compute(request: PortalRequest, year: int, group: str) -> HttpResponse:
    """Compute every automatic score of a year's group and keep it with its inputs."""
    schemes = Scheme.objects.visible_to(request.user).current()
    _compute(request, get_object_or_404(schemes, year=year, group=group))
    return redirect("assessments:detail", year, group)


@require_POST
@require(Permission.RUN_ASSESSMENT)
def compute_unit(request: PortalRequest, year: int, group: str, code: str) -> HttpResponse:
    """Compute every automatic score of one unit and keep it with its inputs."""
    scheme = get_object_or_404(Scheme.objects.visible_to(request.user).current(), year=year, group=group)
    _compute(request, scheme, get_object_or_404(Department.objects.filter(kind__in=scheme.kinds), code=code))
    return redirect("assessments:unit", year, group, code)
