"""The demonstration's quality incidents: one costs points in the yearly assessment, none is a veto."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from departments.models import Department
from inspections.models import Consequence, Incident
from quality_portal.demo.bulk import write_all
from quality_portal.demo.register_data import register_rows
from quality_portal.demo.scale import Setting


def load_incidents(setting: Setting) -> None:
    """Store the incidents."""
    units = {unit.code: unit for unit in Department.objects.all()}
    write_all((_incident(setting, row, units[row["unit"]]) for row in register_rows("incident")), setting)


def _incident(setting: Setting, row: Mapping[str, Any], unit: Department) -> Incident:
    occurred_on = setting.today - timedelta(days=row["days"])
    incident = Incident(
        kind=row["kind"],
        occurred_on=occurred_on,
        title=row["title"],
        facts=row["facts"],
        severity=row["severity"],
        department=unit,
        township=unit if unit.is_township else None,
    )
    if row["handled"]:
        incident.handled_on = occurred_on + timedelta(days=row["handled"])
        incident.result = row["result"]
        incident.consequence = row.get("consequence", Consequence.NONE)
        incident.consequence_reason = row.get("consequence_reason", "")
    if "judged" in row:
        incident.judged_on = occurred_on + timedelta(days=row["judged"])
        incident.judgement_reason = row["judgement_reason"]
        incident.judgement_document = row["document"].format(year=incident.judged_on.year)
    return incident
