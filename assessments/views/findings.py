"""Pages of findings: what people found of units for rules to make points of, still open or entered."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from assessments import findings
from assessments.actions.findings import enter_finding, refused_finding
from assessments.forms.findings import FindingForm, FindingListForm
from assessments.models import Criterion, Finding, Scheme, ScoreEvidence
from assessments.proposals import Proposals
from assessments.rules import describe
from assessments.views.fetching import scheme_of, sees_all, taken
from departments.access import Permission, PortalRequest, require
from departments.models import Department
from quality_portal.lib import clock
from quality_portal.lib.downloads import FormatForm, table_response


def _listed(request: PortalRequest, scheme: Scheme) -> tuple[FindingListForm, list[findings.FindingRow]]:
    """Return the filters and the rows the person may see; who neither scores nor watches gets a 404."""
    criteria, units = findings.asked_of(request.user, scheme), findings.units_of(scheme)
    if not criteria and not sees_all(request.user):
        raise Http404
    form = FindingListForm(criteria, units, request.GET)
    return form, findings.rows_of(scheme, criteria, units, scheme.as_of(clock.today()))


@require(Permission.VIEW_ASSESSMENT)
def finding_list(request: PortalRequest, year: int, group: str) -> HttpResponse:
    """List what people find of every unit, and what the rules make of it."""
    scheme = scheme_of(request, year, group)
    form, rows = _listed(request, scheme)
    context = {
        "scheme": scheme,
        "listing": form.listing(rows),
        "open": sum(row.finding is None for row in rows),
        "all": len(rows),
    }
    return render(request, "assessments/findings.html", context)


@require(Permission.VIEW_ASSESSMENT)
def finding_export(request: PortalRequest, year: int, group: str) -> HttpResponse:
    """Give the findings as they are filtered."""
    form, rows = _listed(request, scheme_of(request, year, group))
    table = form.seen(findings.finding_table(form.filtered(rows)))
    return table_response(table, FormatForm(request.GET), on=clock.today())


def _pair(request: PortalRequest, scheme: Scheme, code: str, pk: int) -> tuple[Criterion, Department]:
    """Fetch a criterion whose rule asks a person, and a unit; who neither scores nor watches gets a 404."""
    criterion = next((each for each in findings.asked_of(request.user, scheme) if each.pk == pk), None)
    if criterion is None:
        raise Http404
    return criterion, get_object_or_404(Department.objects.active().filter(kind__in=scheme.kinds), code=code)


@require(Permission.VIEW_ASSESSMENT)
def finding(request: PortalRequest, year: int, group: str, code: str, criterion: int) -> HttpResponse:
    """Show what was found of a unit for a criterion; enter or change it while the step allows it."""
    scheme = scheme_of(request, year, group)
    asked, unit = _pair(request, scheme, code, criterion)
    rows = Finding.objects.visible_to(request.user).select_related("criterion", "found_by")
    known = rows.filter(criterion=asked, unit=unit).first()
    refused = refused_finding(scheme, asked, unit, request.user)
    form = FindingForm(asked, known, request.POST or None)

    def act() -> object:
        return enter_finding(
            criterion=asked,
            unit=unit,
            inputs=form.inputs(),
            note=form.cleaned_data["note"],
            by=request.user,
            version=form.cleaned_data["version"],
        )

    if request.method == "POST" and taken(form, act):
        messages.success(request, _("The finding is entered; the rule has computed its score."))
        return redirect("assessments:finding", year, group, code, criterion)
    shown: dict[str, Any] = {
        "scheme": scheme,
        "criterion": asked,
        "unit": unit,
        "finding": known,
        "refused": refused,
    }
    return render(request, "assessments/finding.html", {**shown, "form": form, **_beside(request, **shown)})


def _beside(
    request: PortalRequest, *, scheme: Scheme, criterion: Criterion, unit: Department, **shown: Any
) -> dict[str, Any]:
    """Return what stands beside the form: the rule, its score, the unit's evidence, earlier findings."""
    files = ScoreEvidence.objects.kept().visible_to(request.user)
    proposals = Proposals(scheme, [criterion], scheme.as_of(clock.today()), units=[unit.pk])
    return {
        "rule": describe(criterion.rule, criterion.params),
        "proposal": proposals.of(criterion, unit),
        "scores": criterion.scores.filter(unit=unit).select_related("scored_by").order_by("scored_at"),
        "files": files.filter(criterion=criterion, assessee__unit=unit, assessee__scheme=scheme),
        "past": findings.past_of(shown["finding"]) if shown["finding"] else [],
        "sees_unit": sees_all(request.user) or unit.pk == request.user.department_id,
    }
