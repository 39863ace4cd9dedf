"""Changes to the register of brands and certificates."""

from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from brands.models import CountsAs, Credential, CredentialKind, Family, Level, NumberCheck, Validity
from departments.imports import LOADER, Entry, Shelf, Tally, entries
from departments.records import change_record, create_record
from enterprises.models import Industry

DATA = Path(__file__).resolve().parent / "data"


@transaction.atomic
def load_kinds(*, by: object = LOADER, overwrite: bool = False, folder: Path = DATA) -> dict[str, Tally]:
    """Load the kinds of credentials from ``kinds.toml``; what people edited stays unless ``overwrite``.

    Raises DataFileError, and writes nothing, when an entry does not fit.
    """
    shelf = Shelf(CredentialKind, ["code"], by, overwrite)
    for entry in entries(folder / "kinds.toml", "kind"):
        shelf.put(entry, (entry.text("code"),), **_kind_values(entry))
    return {"kinds": shelf.tally}


def _kind_values(entry: Entry) -> dict[str, Any]:
    """Read what a kind of credential is and demands."""
    return {
        "name": entry.text("name"),
        "name_en": entry.text("name_en", ""),
        "family": entry.pick("family", _codes(Family)),
        "level": entry.pick("level", _codes(Level)),
        "issuer": entry.text("issuer", ""),
        "sector": entry.pick("sector", {"": "", **_codes(Industry)}, ""),
        "validity": entry.pick("validity", _codes(Validity)),
        "years": entry.integer("years") if "years" in entry.fields else None,
        "reminder_days": entry.integer("reminder_days", 90),
        "number_pattern": entry.text("number_pattern", ""),
        "number_check": entry.pick("number_check", _codes(NumberCheck), "none"),
        "checksum": entry.text("checksum", ""),
        "last_award_on": _day(entry, "last_award_on"),
        "counts_as": entry.pick("counts_as", {"": "", **_codes(CountsAs)}, ""),
        "law": entry.text("law", ""),
        "order": entry.integer("order", 0),
    }


def _codes(choices: Any) -> dict[str, str]:
    return {choice.value: choice.value for choice in choices}


def _day(entry: Entry, name: str) -> date | None:
    """Return a day, None where the field is left out; raises DataFileError for anything else."""
    value = entry.fields.get(name)
    if value is not None and type(value) is not date:
        raise entry.error(name, "2019-12-31")
    return value


def add_credential(*, by: object, **values: Any) -> Credential:
    """Enter a credential; raises ValidationError with the fields' messages when its kind forbids it."""
    return create_record(Credential(**values), by=by)


def change_credential(credential: Credential, *, by: object, version: int, **values: Any) -> Credential:
    """Change a credential read at ``version``; raises EditConflict when somebody was faster."""
    return change_record(credential, by=by, version=version, **values)


def end_credential(
    credential: Credential,
    *,
    by: object,
    version: int,
    ended_on: date,
    ended_as: str,
    end_reason: str,
) -> Credential:
    """End a credential before its time; from that day it no longer counts, before it still does."""
    return change_record(
        credential, by=by, version=version, ended_on=ended_on, ended_as=ended_as, end_reason=end_reason
    )
