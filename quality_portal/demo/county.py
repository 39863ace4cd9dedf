"""A whole fictional county, made in one piece: everything or nothing."""

from datetime import date

from django.db import models, transaction

from brands.models import Credential
from departments.audit.actions import gathered
from departments.models import AuditAction, Department, User
from enterprises.models import Enterprise
from inspections.models import Campaign, ImportBatch, Sample
from quality_portal.demo.accounts import load_accounts
from quality_portal.demo.activities import load_activities
from quality_portal.demo.bulk import count_rows
from quality_portal.demo.cases import load_cases
from quality_portal.demo.credentials import load_credentials
from quality_portal.demo.enterprises import load_enterprises
from quality_portal.demo.incidents import load_incidents
from quality_portal.demo.infringements import load_infringements
from quality_portal.demo.instruments import load_instruments
from quality_portal.demo.meetings import load_meetings
from quality_portal.demo.pipeline import load_pipeline
from quality_portal.demo.plan_work import load_plan_work
from quality_portal.demo.products import load_products
from quality_portal.demo.readings import load_benchmarks, load_readings
from quality_portal.demo.rectification import load_rectification
from quality_portal.demo.reports import load_reports
from quality_portal.demo.responses import load_responses
from quality_portal.demo.samples import load_samples
from quality_portal.demo.scale import Scale, Setting
from quality_portal.demo.scores import load_scores
from quality_portal.demo.special import load_specials
from quality_portal.demo.tasks import load_tasks
from targets.models import Reading

PEOPLES_RECORDS: tuple[type[models.Model], ...] = (
    *(User, Enterprise, Campaign, Sample, Credential, Reading, ImportBatch),
)
"""Records that only people (or the demonstration) make; the founding plan's data files make none of them."""


def is_loaded() -> bool:
    """Tell whether the database holds the demonstration."""
    return User.objects.filter(is_demonstration=True).exists()


def holds_other_records() -> bool:
    """Tell whether a database without the demonstration holds records somebody else made."""
    return any(model._default_manager.exists() for model in PEOPLES_RECORDS)


@transaction.atomic
def load_county(*, scale: Scale, seed: int, today: date, password: str) -> None:
    """Fill a database that holds the founding plan only with the demonstration's records.

    The same scale, seed and day give the same records, apart from the password.
    """
    with gathered(AuditAction.IMPORTED, by="load_demo", label=f"{scale.name} {seed}"):
        _load(scale=scale, seed=seed, today=today, password=password)


def _load(*, scale: Scale, seed: int, today: date, password: str) -> None:
    users = load_accounts(password)
    setting = Setting(scale=scale, seed=seed, today=today, by=users["office"])
    townships = list(Department.objects.townships().active())
    firms = load_enterprises(setting, townships)
    load_products(setting, firms)
    load_samples(setting, townships, firms)
    load_specials(setting)
    load_cases(setting, townships)
    load_infringements(setting, firms)
    load_incidents(setting)
    load_instruments(setting, firms)
    load_credentials(setting, {unit.pk: unit for unit in townships}, firms)
    load_pipeline(setting, firms)
    load_benchmarks(setting)
    load_readings(setting)
    load_plan_work(setting)
    load_responses(setting)
    count_rows()
    load_scores(setting)
    load_tasks(setting)
    load_reports(setting)
    load_activities(setting)
    load_meetings(setting)
    load_rectification(setting)
