"""Changes to the register of brands and certificates."""

from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from brands.models import (
    CountsAs,
    Credential,
    CredentialDocument,
    CredentialKind,
    Family,
    Level,
    NumberCheck,
    Suspension,
    Validity,
)
from departments.imports import LOADER, Entry, Shelf, Tally, entries
from departments.models import User
from departments.records import change_record, create_record
from enterprises.models import Industry
from quality_portal.lib import clock
from quality_portal.lib.uploads import CheckedFile, kept

DOCUMENT_FOLDER = "credentials"
"""Where the papers behind credentials are kept."""

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
        "note": entry.text("note", ""),
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


def suspend_credential(credential: Credential, *, by: object, **values: Any) -> Suspension:
    """Suspend a credential from a day on; raises ValidationError where the days do not fit its course."""
    with transaction.atomic():
        # Two suspensions entered at once would overlap; the credential's lock lets one after the other in.
        locked = Credential.objects.select_for_update(of=("self",)).get(pk=credential.pk)
        return create_record(Suspension(credential=locked, **values), by=by)


def change_suspension(suspension: Suspension, *, by: object, version: int, **values: Any) -> Suspension:
    """Lift or correct a suspension read at ``version``; raises EditConflict when somebody was faster."""
    with transaction.atomic():
        Credential.objects.select_for_update(of=("self",)).get(pk=suspension.credential_id)
        return change_record(suspension, by=by, version=version, **values)


def attach_document(
    credential: Credential, checked: CheckedFile, *, by: User, title: str
) -> CredentialDocument:
    """Keep a paper of a credential; raises ValidationError when the same file is attached already."""
    with kept(checked, DOCUMENT_FOLDER) as stored, transaction.atomic():
        document = CredentialDocument(
            credential=credential,
            title=title,
            file=stored,
            file_name=checked.name,
            sha256=checked.sha256,
            added_at=clock.now(),
            added_by=by,
        )
        return create_record(document, by=by)
