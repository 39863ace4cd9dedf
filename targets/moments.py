"""Finding a target and where it stands at the moment a page asks for."""

from django.http import Http404

from departments.access import PortalRequest
from quality_portal.lib import clock
from targets.forms import MomentForm
from targets.models import Target
from targets.progress import TargetProgress, progress


def target_or_404(request: PortalRequest, code: str, year: int) -> Target:
    """Return the target of this code in the plan that covers the year, else 404."""
    targets = Target.objects.visible_to(request.user).active().in_year(year)
    found = targets.filter(code=code).select_related("plan", "lead").order_by("-plan__start_year").first()
    if found is None:
        raise Http404
    return found


def row_or_404(request: PortalRequest, code: str) -> tuple[MomentForm, TargetProgress]:
    """Return the moment the address asks for, and the target's progress at it; else 404."""
    form = MomentForm(request.GET, today=clock.today())
    target = target_or_404(request, code, form.chosen_year)
    rows = progress(form.chosen_year, form.chosen_day, target.plan, only=code)
    if not rows:
        raise Http404
    return form, rows[0]


def row_today(target: Target, year: int) -> TargetProgress:
    """Return the progress of a target in a year as of today; 404 where it is no longer in force."""
    rows = progress(year, clock.today(), target.plan, only=target.code)
    if not rows:
        raise Http404
    return rows[0]
