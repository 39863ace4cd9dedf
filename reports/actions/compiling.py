"""Changes to the county's compiled report: compiling it, compiling it anew, editing its sections."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from departments.records import change_record, create_record
from reports.compiling import HEADINGS, accepted_reports, drafted_sections
from reports.models import CompiledReport, CompiledSection, ReportPeriod

if TYPE_CHECKING:
    from departments.models import User


@transaction.atomic
def compile_report(period: ReportPeriod, *, by: "User", now: datetime) -> CompiledReport:
    """Put the county's report together from the accepted reports; sections the office edited keep its text.

    Raises ValidationError when no report has been accepted.
    """
    reports = accepted_reports(period)
    if not reports:
        raise ValidationError(_("No report of this half-year has been accepted yet."))
    values = {"compiled_at": now, "compiled_by": by, "from_reports": len(reports)}
    known = CompiledReport.objects.select_for_update(of=("self",)).filter(period=period).first()
    if known is None:
        title = f"全县{period.on_papers}质量强县工作情况报告"
        compiled = create_record(CompiledReport(period=period, title=title, **values), by=by)
    else:
        compiled = change_record(known, by=by, version=known.version, **values)
    sections = {section.key: section for section in compiled.sections.all()}
    for order, (key, text) in enumerate(drafted_sections(period, reports).items(), start=1):
        section = sections.get(key)
        if section is None:
            create_record(
                CompiledSection(
                    compiled=compiled,
                    key=key,
                    order=order,
                    heading=HEADINGS[key],
                    drafted=text,
                    text=text,
                ),
                by=by,
            )
        elif section.drafted != text:
            kept = section.text if section.is_edited else text
            change_record(section, by=by, version=section.version, drafted=text, text=kept)
    return compiled


def change_section(
    section: CompiledSection, *, by: "User", version: int, heading: str, text: str
) -> CompiledSection:
    """Edit a section read at ``version``."""
    return change_record(section, by=by, version=version, heading=heading, text=text)
