"""Lists of what follows the scores: forced grades, objections, corrections, rectification; their exports."""

from django.http import HttpResponse
from django.shortcuts import render

from assessments import exports
from assessments.forms.aftermath import (
    CorrectionListForm,
    ObjectionListForm,
    RectificationListForm,
    RulingListForm,
)
from assessments.models import Correction, Objection, Rectification, Ruling
from departments.access import Permission, PortalRequest, require
from departments.saved_views import list_page
from quality_portal.lib import clock
from quality_portal.lib.downloads import FormatForm, table_response

MOST = 5_000
"""Rows of one export."""


@require(Permission.VIEW_ASSESSMENT)
@list_page
def rulings(request: PortalRequest) -> HttpResponse:
    """List the forced grades."""
    rows = Ruling.objects.visible_to(request.user).with_names()
    return render(request, "assessments/rulings.html", {"listing": RulingListForm(request.GET).listing(rows)})


@require(Permission.VIEW_ASSESSMENT)
def rulings_export(request: PortalRequest) -> HttpResponse:
    """Give the forced grades as they are filtered."""
    form = RulingListForm(request.GET)
    rows = form.ordered(form.filtered(Ruling.objects.visible_to(request.user).with_names()))
    return table_response(
        form.seen(exports.ruling_table(rows[:MOST])), FormatForm(request.GET), on=clock.today()
    )


@require(Permission.VIEW_ASSESSMENT)
@list_page
def objections(request: PortalRequest) -> HttpResponse:
    """List the objections."""
    rows = Objection.objects.visible_to(request.user).with_names()
    listing = ObjectionListForm(request.GET).listing(rows)
    return render(request, "assessments/objections.html", {"listing": listing})


@require(Permission.VIEW_ASSESSMENT)
def objections_export(request: PortalRequest) -> HttpResponse:
    """Give the objections as they are filtered."""
    form = ObjectionListForm(request.GET)
    rows = form.ordered(form.filtered(Objection.objects.visible_to(request.user).with_names()))
    return table_response(
        form.seen(exports.objection_table(rows[:MOST])), FormatForm(request.GET), on=clock.today()
    )


@require(Permission.VIEW_ASSESSMENT)
@list_page
def corrections(request: PortalRequest) -> HttpResponse:
    """List the corrections."""
    rows = Correction.objects.visible_to(request.user).select_related("scheme", "unit")
    listing = CorrectionListForm(request.GET).listing(rows)
    return render(request, "assessments/corrections.html", {"listing": listing})


@require(Permission.VIEW_ASSESSMENT)
def corrections_export(request: PortalRequest) -> HttpResponse:
    """Give the corrections as they are filtered."""
    form = CorrectionListForm(request.GET)
    rows = Correction.objects.visible_to(request.user).select_related("scheme")
    table = exports.correction_table(form.ordered(form.filtered(rows))[:MOST])
    return table_response(form.seen(table), FormatForm(request.GET), on=clock.today())


@require(Permission.VIEW_ASSESSMENT)
@list_page
def rectifications(request: PortalRequest) -> HttpResponse:
    """List rectification with where it stands."""
    rows = Rectification.objects.visible_to(request.user).with_names()
    listing = RectificationListForm(request.GET).listing(rows)
    late = {row.pk for row in listing.page if row.is_overdue(clock.today())}
    return render(request, "assessments/rectifications.html", {"listing": listing, "late": late})


@require(Permission.VIEW_ASSESSMENT)
def rectifications_export(request: PortalRequest) -> HttpResponse:
    """Give rectification as it is filtered."""
    form = RectificationListForm(request.GET)
    rows = form.ordered(form.filtered(Rectification.objects.visible_to(request.user).with_names()))
    return table_response(
        form.seen(exports.rectification_table(rows[:MOST])), FormatForm(request.GET), on=clock.today()
    )
