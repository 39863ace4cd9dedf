"""The papers that units of the demonstration handed in to prove their points."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from typing import Final

from django.core.files.base import ContentFile

from assessments.actions.evidence import FOLDER
from assessments.models import Assessee, Criterion, Scheme, ScoreEvidence
from quality_portal.demo.bulk import write_all
from quality_portal.demo.scale import Setting
from quality_portal.lib.uploads import check_upload, kept

PROVEN: Final = 3
"""Criteria for which a unit hands in a file."""
BY_THE_PORTAL: Final = "系统"
"""How the description of evidence begins that the portal itself holds."""
WORDS: Final = "{unit}\n\n{year}年度考核佐证材料：{name}\n对应指标：{criterion}\n\n（演示材料，内容从略。）\n"


def load_evidence(setting: Setting) -> None:
    """Attach the files to every self-assessment of last year and this year that was handed in."""
    last_year = setting.today.year - 1
    for scheme in Scheme.objects.current().filter(year__gte=last_year).order_by("year", "group"):
        asked = scheme.criteria.exclude(evidence="").exclude(evidence__startswith=BY_THE_PORTAL)
        criteria = list(asked.order_by("order", "pk")[:PROVEN])
        assessees = scheme.assessees.select_related("unit", "scheme", "submitted_by").order_by("unit__order")
        # The files go when the rows cannot be written.
        with ExitStack() as files:
            rows = [row for each in assessees for row in _rows(each, criteria, files)]
            write_all(rows, setting)


def _rows(assessee: Assessee, criteria: list[Criterion], files: ExitStack) -> Iterator[ScoreEvidence]:
    """Keep the files of a unit that handed in and yield their rows."""
    if assessee.submitted_at is None:
        return
    for criterion in criteria:
        name = criterion.evidence.partition("、")[0]
        words = WORDS.format(
            unit=assessee.unit.name,
            year=assessee.scheme.year,
            name=name,
            criterion=f"{criterion.code} {criterion.name}",
        )
        file = check_upload(ContentFile(words.encode(), name=f"{name}.txt"))
        yield ScoreEvidence(
            assessee=assessee,
            criterion=criterion,
            name=file.name,
            kind=file.kind,
            size=len(file.content),
            sha256=file.sha256,
            stored_as=files.enter_context(kept(file, FOLDER)),
            added_at=assessee.submitted_at - timedelta(hours=1),
            added_by=assessee.submitted_by,
        )
