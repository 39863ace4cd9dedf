"""The list of samples and the page of one."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from departments.access import Permission, PortalRequest, require
from departments.changes import record_changes
from departments.saved_views import list_page
from inspections.exports.spot_checks import sample_table
from inspections.forms.samples import SampleListForm
from inspections.models import Sample
from inspections.queries.listed import listed
from quality_portal.lib import clock
from quality_portal.lib.downloads import FormatForm, table_response


@require(Permission.VIEW_INSPECTIONS)
@list_page
def sample_list(request: PortalRequest) -> HttpResponse:
    """Find samples; the numbers above speak of everything the filter leaves."""
    form = SampleListForm(request.GET)
    rows = Sample.objects.visible_to(request.user)
    found = listed(form.filtered(rows), form.asked, request.user)
    context = {
        "listing": form.listing(rows.select_related("township", "campaign"), total=found.total),
        "tally": found.tally,
        "may_import": request.user.may(Permission.IMPORT_SPOT_CHECKS),
    }
    return render(request, "inspections/list.html", context)


@require(Permission.VIEW_INSPECTIONS)
def export(request: PortalRequest) -> HttpResponse:
    """Give the list as it is filtered, as a workbook or CSV."""
    form = SampleListForm(request.GET)
    rows = form.ordered(form.filtered(Sample.objects.visible_to(request.user)))
    return table_response(form.seen(sample_table(rows)), FormatForm(request.GET), on=clock.today())


@require(Permission.VIEW_INSPECTIONS)
def sample(request: PortalRequest, pk: int) -> HttpResponse:
    """Show a batch with its failed items, the rows as published, and its history."""
    rows = Sample.objects.visible_to(request.user).select_related(
        "campaign", "township", "product_class", "producer", "seller", "import_batch"
    )
    found = get_object_or_404(rows, pk=pk)
    context = {
        "sample": found,
        "items": found.failed_items.all(),
        "published": published_rows(found.raw),
        "changes": record_changes(found),
        "may_import": request.user.may(Permission.IMPORT_SPOT_CHECKS),
        "may_open_files": request.user.may(Permission.VIEW_ENTERPRISES),
    }
    return render(request, "inspections/sample.html", context)


def published_rows(raw: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the rows a batch was read from: where each stood, and its cells under their headings."""
    headings = raw.get("headings", [])
    return [
        {
            "number": number,
            "cells": [
                (heading, f"{cell:g}" if isinstance(cell, float) else cell)
                for heading, cell in zip(headings, cells, strict=False)
                if heading and cell != ""
            ],
        }
        for number, cells in raw.get("rows", [])
    ]
