"""Printed names and codes of a file that was merged lead to the kept one."""

import pytest

from departments.models import User
from enterprises.actions.merging import merge_enterprises
from enterprises.models import Enterprise
from inspections.imports.matching import find_files, near_names
from tests.departments.factories import make_user
from tests.inspections.factories import make_enterprise

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
