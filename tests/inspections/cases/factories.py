"""Cases for tests."""

from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from departments.models import Department, User
from enterprises.models import Enterprise
from inspections.actions.case_opening import open_cases_for
from inspections.actions.cases import Taken, record_step
from inspections.models import Campaign, Case, CaseAction, Result, Sample, Step
from quality_portal.lib.uploads import CheckedFile, check_upload
from tests.departments.factories import make_user
from tests.inspections.factories import make_campaign, make_enterprise, make_sample

OPENED = date(2024, 1, 8)
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def make_failed(
    *,
    campaign: Campaign | None = None,
    producer: Enterprise | None = None,
    township: Department | None = None,
    **fields: Any,
) -> Sample:
    """Make a failed batch of an enterprise in the county."""
    producer = producer or make_enterprise("岭北电缆厂", township=township)
    campaign = campaign or make_campaign(ends_on=OPENED)
    fields = {"judged_on": OPENED, **fields}
    return make_sample(
        campaign=campaign, producer=producer, township=producer.township, result=Result.FAIL, **fields
    )


def make_case(*, by: User | None = None, opened_on: date = OPENED, **fields: Any) -> Case:
    """Open a case for a failed batch; the ladders must have been loaded."""
    sample = make_failed(**fields)
    open_cases_for([sample], by=by or make_user(), on=opened_on)
    return Case.objects.get(sample=sample)


def make_evidence(name: str = "现场照片.pdf", content: bytes = PDF) -> CheckedFile:
    """Make a checked file."""
    return check_upload(SimpleUploadedFile(name, content))


def take(case: Case, code: str, taken_on: date, *, by: User, **entries: Any) -> CaseAction:
    """Take a step with everything it needs, unless told otherwise."""
    step = Step.objects.get(ladder=case.ladder, code=code)
    values: dict[str, Any] = {
        "taken_on": taken_on,
        "authority": step.authority,
        "outcome": "done",
        "document_number": "岭市监责改〔2024〕1号",
        "officer": "王五",
        "evidence": make_evidence(),
        "is_caution_confirmed": True,
    }
    case.refresh_from_db()
    return record_step(case, step, Taken(**{**values, **entries}), by=by, version=case.version)
