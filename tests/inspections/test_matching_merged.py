"""Printed names and codes of a file that was merged lead to the kept one."""

from datetime import date
from pathlib import Path

import pytest

from departments.models import User
from enterprises.actions.merging import merge_enterprises
from enterprises.models import Enterprise
from inspections.imports import matching
from inspections.imports.draft import Request, read_draft
from inspections.imports.matching import find_files, near_names, whole_register
from tests.departments.factories import make_user
from tests.inspections.factories import FULL, TITLE, full_row, make_enterprise, make_xlsx

pytestmark = pytest.mark.django_db


def merge(kept: Enterprise, gone: Enterprise, by: User) -> None:
    versions = {kept.pk: kept.version, gone.pk: gone.version}
    merge_enterprises(kept, gone, by=by, versions=versions, reason="同一企业")


def test_the_kept_file_is_found_by_the_old_name_code_and_decision() -> None:
    kept, gone = make_enterprise("岭北电缆有限公司"), make_enterprise("岭北电缆厂")
    merge(kept, gone, make_user())
    found = find_files([gone.name, kept.name], [gone.credit_code], {"岭北老厂": gone.pk})
    files = [found.find(gone.name), found.find("岭北老厂"), found.by_code[gone.credit_code]]
    assert [file.pk for file in files if file] == [kept.pk] * 3


def test_a_name_that_both_files_bore_decides_again() -> None:
    kept, gone = make_enterprise("岭北电缆厂"), make_enterprise("岭北电缆厂")
    assert find_files(["岭北电缆厂"], [], {}).find("岭北电缆厂") is None
    merge(kept, gone, make_user())
    file = find_files(["岭北电缆厂"], [], {}).find("岭北电缆厂")
    assert file is not None
    assert file.pk == kept.pk


def test_merged_files_are_not_proposed() -> None:
    kept, gone = make_enterprise("岭北电缆有限公司"), make_enterprise("岭北电缆有限责任公司")
    merge(kept, gone, make_user())
    assert [file.pk for file in near_names(["岭北电缆股份有限公司"])["岭北电缆股份有限公司"]] == [kept.pk]


def test_the_whole_register_answers_as_the_search_does(monkeypatch: pytest.MonkeyPatch) -> None:
    gone, kept, twin = (make_enterprise(name) for name in ("岭北老厂", "岭北新厂", "岭北双厂"))
    merge(kept, gone, make_user())
    make_enterprise("岭北双厂")
    names, codes = ["岭北老厂", "岭北新厂", "岭北双厂", "没有的厂"], [gone.credit_code, twin.credit_code]
    whole, found = whole_register(), find_files(names, codes, {})
    assert whole is not None
    assert [whole.find(name) for name in names] == [found.find(name) for name in names]
    assert [whole.by_code[code] for code in codes] == [found.by_code[code] for code in codes]
    monkeypatch.setattr(matching, "LOADED_AHEAD", 3)
    assert whole_register() is None


def test_a_register_too_large_to_load_is_asked_for_the_tables_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(matching, "LOADED_AHEAD", 0)
    make_enterprise("岭北第1电器有限公司")
    path = make_xlsx(tmp_path / "a.xlsx", [[TITLE], FULL, full_row(1), full_row(2)])
    draft = read_draft(path, Request(), today=date(2024, 12, 31))
    assert [name for name in ("岭北第1电器有限公司", "岭北第2电器有限公司") if draft.register.find(name)] == [
        "岭北第1电器有限公司"
    ]
