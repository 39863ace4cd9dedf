"""Pages of the results: years, ranking, a unit's points, scores entered, publication."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from assessments import actions, overview, papers
from assessments.forms import PublishForm
from assessments.models import Scheme
from assessments.scoring import UnitTotal, results
from assessments.waiting import follow_up
from departments.access import Permission, PortalRequest, require
from departments.models import User
from quality_portal.lib import clock
from quality_portal.lib.documents.errors import PaperError


def _scheme(user: User, year: int, group: str) -> Scheme:
    """Fetch a scheme the person may see, with its criteria and grades."""
    schemes = Scheme.objects.visible_to(user).begun(clock.today())
    return get_object_or_404(schemes.prefetch_related("criteria", "bands"), year=year, group=group)


def _totals(user: User, scheme: Scheme) -> list[UnitTotal]:
    """Return the results the person may see; none is a 404."""
    totals = overview.visible_to(results(scheme, scheme.as_of(clock.today())), scheme, user)
    if not totals and not overview.sees_all(user):
        raise Http404
    return totals


def carried_out(form: Form, change: Callable[[], object]) -> bool:
    """Carry out a change; what refuses it is told in the form."""
    try:
        change()
    except ValidationError as error:
        form.add_error(None, error.messages)
        return False
    return True


@require(Permission.VIEW_ASSESSMENT)
def years(request: PortalRequest) -> HttpResponse:
    """List the years and groups, and the papers of each year."""
    rows = overview.years(request.user, clock.today())
    return render(
        request, "assessments/list.html", {"years": rows, "sees_all": overview.sees_all(request.user)}
    )


@require(Permission.VIEW_ASSESSMENT)
def detail(request: PortalRequest, year: int, group: str) -> HttpResponse:
    """Show the ranking of a year's group with the points of the first level."""
    scheme = _scheme(request.user, year, group)
    totals = _totals(request.user, scheme)
    context = {
        "scheme": scheme,
        "totals": totals,
        "lines": totals[0].heads if totals else (),
        "grades": overview.grade_counts(totals, scheme),
        "incomplete": [total for total in totals if not total.is_complete],
        "as_of": scheme.as_of(clock.today()),
        "sees_all": overview.sees_all(request.user),
        "may_run": request.user.may(Permission.RUN_ASSESSMENT),
    }
    return render(request, "assessments/detail.html", context)


@require(Permission.VIEW_ASSESSMENT)
def unit(request: PortalRequest, year: int, group: str, code: str) -> HttpResponse:
    """Show why a unit has the points it has."""
    scheme = _scheme(request.user, year, group)
    total = next((total for total in _totals(request.user, scheme) if total.unit.code == code), None)
    if total is None:
        raise Http404
    context = {"scheme": scheme, "total": total, "as_of": scheme.as_of(clock.today())}
    context |= follow_up(scheme, total.unit, request.user, clock.today())
    return render(request, "assessments/unit.html", context)


@require(Permission.RUN_ASSESSMENT)
def publish(request: PortalRequest, year: int, group: str) -> HttpResponse:
    """Ask once more, then publish and freeze the results."""
    scheme = _scheme(request.user, year, group)
    if scheme.is_published:
        messages.error(request, _("The results are published already."))
        return redirect("assessments:detail", year, group)
    totals = _totals(request.user, scheme)
    is_last = actions.is_last(scheme)
    form = PublishForm(scheme, request.POST or None, today=clock.today(), is_last=is_last)
    missing = actions.missing_for_publication(totals)
    if request.method == "POST" and form.is_valid() and not missing:
        values = form.cleaned_data
        if carried_out(form, lambda: actions.publish(scheme=scheme, by=request.user, **values)):
            messages.success(request, _("The results are published and frozen."))
            return redirect("assessments:detail", year, group)
    context = {
        "scheme": scheme,
        "form": form,
        "missing": missing,
        "grades": overview.grade_counts(totals, scheme),
        "total": len(totals),
        "is_running": scheme.period_end > clock.today(),
    }
    return render(request, "assessments/publish.html", context)


@require(Permission.VIEW_ASSESSMENT)
def paper(request: PortalRequest, year: int, edition: str) -> HttpResponse:
    """Print the year's notice; liaisons get the public edition once it is out."""
    schemes = papers.schemes_in(year, clock.today())
    if not schemes or not papers.may_read(request.user, edition, schemes):
        raise Http404
    try:
        content = papers.notice(year, edition, today=clock.today())
    except PaperError as error:
        messages.error(request, str(error))
        return redirect("assessments:list")
    name = papers.file_name(year, edition)
    headers = {"Content-Disposition": content_disposition_header(as_attachment=False, filename=name) or ""}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
