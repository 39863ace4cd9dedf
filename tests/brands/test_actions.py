"""Changes to the register, and loading its kinds."""

from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from brands import actions
from brands.models import Credential, CredentialKind, Validity
from brands.rules import Status
from departments.imports import DataFileError
from departments.records import EditConflict
from tests.brands.factories import make_credential, make_kind
from tests.departments.factories import make_township, make_user
from tests.enterprises.factories import make_enterprise

pytestmark = pytest.mark.django_db


def written(folder: Path, **fields: object) -> Path:
    """Write a file of one kind."""
    values = {"code": "k", "name": "证书", "family": "brand", "level": "nation", "validity": "none"} | fields
    lines = [
        f'{name} = "{value}"' if isinstance(value, str) else f"{name} = {value}"
        for name, value in values.items()
    ]
    (folder / "kinds.toml").write_text("[[kind]]\n" + "\n".join(lines), "utf-8")
    return folder


def test_the_projects_kinds_are_loaded_once() -> None:
    first = actions.load_kinds()["kinds"]
    again = actions.load_kinds()["kinds"]
    assert (first.created, again.created, again.unchanged) == (52, 0, 52)
    licence = CredentialKind.objects.get(code="sc_licence")
    assert (licence.years, licence.number_check, licence.checksum) == (5, "hard", "mod11_10")
    assert CredentialKind.objects.get(code="china_name_brand").last_award_on == date(2019, 12, 31)


def test_kinds_that_people_edited_stay(tmp_path: Path) -> None:
    folder = written(tmp_path)
    actions.load_kinds(folder=folder)
    kind = CredentialKind.objects.get()
    kind._history_user = make_user()  # type: ignore[attr-defined]
    kind.reminder_days = 10
    kind.save()
    assert actions.load_kinds(folder=folder)["kinds"].kept == 1
    assert actions.load_kinds(folder=folder, overwrite=True)["kinds"].updated == 1
    assert CredentialKind.objects.get().reminder_days == 90


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"family": "nobility"}, "family"),
        ({"last_award_on": "2019"}, "last_award_on"),
        ({"validity": "years"}, "k"),
        ({"sector": "mining"}, "sector"),
    ],
)
def test_a_mistake_in_the_file_is_named(tmp_path: Path, fields: dict[str, object], said: str) -> None:
    with pytest.raises(DataFileError, match=said):
        actions.load_kinds(folder=written(tmp_path, **fields))
    assert CredentialKind.objects.count() == 0


def test_a_credential_is_entered_with_what_follows_from_kind_and_holder() -> None:
    clerk = make_user()
    holder = make_enterprise()
    credential = actions.add_credential(
        by=clerk,
        kind=make_kind(validity=Validity.YEARS, years=3),
        enterprise=holder,
        sector="industry",
        number=" ＡＢ１ ",
        issued_on=date(2024, 3, 1),
        valid_from=date(2024, 3, 1),
    )
    assert (credential.number, credential.valid_until) == ("AB1", date(2027, 2, 28))
    assert (credential.township, credential.holder) == (holder.township, holder)
    assert credential.history.get().history_user_id == clerk.signature


def test_a_townships_credential_counts_in_the_township() -> None:
    township = make_township()
    credential = make_credential(department=township)
    credential.clean()
    assert (credential.township, credential.holder) == (township, township)


@pytest.mark.parametrize(
    ("kind_values", "field"),
    [
        ({"last_award_on": date(2019, 12, 31)}, "late_reason"),
        ({"number_pattern": "X+", "number_check": "hard"}, "number"),
        ({"sector": "agriculture"}, "sector"),
        ({"validity": Validity.RECORD}, "valid_until"),
    ],
)
def test_what_the_kind_forbids_is_not_written(kind_values: dict[str, object], field: str) -> None:
    kind = make_kind(**kind_values)  # type: ignore[arg-type]
    with pytest.raises(ValidationError) as refused:
        actions.add_credential(
            by=make_user(),
            kind=kind,
            enterprise=make_enterprise(),
            sector="industry",
            number="1",
            issued_on=date(2024, 1, 1),
            valid_from=date(2024, 1, 1),
            valid_until=None if field == "valid_until" else date(2025, 1, 1),
        )
    assert list(refused.value.message_dict) == [field]
    assert Credential.objects.count() == 0


def test_a_credential_needs_one_holder() -> None:
    with pytest.raises(ValidationError):
        actions.add_credential(
            by=make_user(),
            kind=make_kind(),
            sector="industry",
            number="1",
            issued_on=date(2024, 1, 1),
            valid_from=date(2024, 1, 1),
            valid_until=date(2025, 1, 1),
        )


def test_the_second_of_two_changes_is_told() -> None:
    credential = make_credential()
    actions.change_credential(credential, by=make_user(), version=1, product="毛尖")
    with pytest.raises(EditConflict):
        actions.change_credential(credential, by=make_user(), version=1, product="绿茶")
    assert Credential.objects.get().product == "毛尖"


def test_an_ended_credential_counted_before_its_end() -> None:
    credential = make_credential()
    ended = actions.end_credential(
        credential,
        by=make_user(),
        version=1,
        ended_on=date(2025, 6, 1),
        ended_as="withdrawn",
        end_reason="监督审核未通过",
    )
    assert ended.status_on(date(2025, 5, 31)) == Status.VALID
    assert ended.status_on(date(2025, 6, 1)) == Status.WITHDRAWN
    assert Credential.objects.valid_on(date(2025, 5, 31)).count() == 1
    assert Credential.objects.valid_on(date(2025, 6, 1)).count() == 0


def test_an_end_needs_a_reason() -> None:
    with pytest.raises(ValidationError):
        actions.end_credential(
            make_credential(),
            by=make_user(),
            version=1,
            ended_on=date(2025, 6, 1),
            ended_as="withdrawn",
            end_reason="",
        )
