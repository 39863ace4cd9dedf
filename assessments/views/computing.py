"""The button that computes every automatic score anew."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assessments import actions
from assessments.models import Scheme
from departments.access import Permission, PortalRequest, require


@require_POST
@require(Permission.RUN_ASSESSMENT)
def compute(request: PortalRequest, year: int, group: str) -> HttpResponse:
    """Compute every automatic score of a year's group and keep it with its inputs."""
    schemes = Scheme.objects.visible_to(request.user).current()
    scheme = get_object_or_404(schemes, year=year, group=group)
    try:
        count = actions.compute(scheme=scheme, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(
            request, _("Scores computed from the records and kept: %(count)d.") % {"count": count}
        )
    return redirect("assessments:detail", year, group)
