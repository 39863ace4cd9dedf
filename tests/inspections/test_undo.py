"""Undoing a finished import: everything it wrote, while nothing depends on it."""

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.test import Client

from departments.models import User
from departments.records import change_record
from enterprises.actions.merging import merge_enterprises
from inspections.actions import imports as actions
from inspections.actions.campaigns import change_campaign
from inspections.actions.ladders import load_ladders
from inspections.actions.undoing import foresee, obstacles, undo_import
from inspections.imports.work import write_upload
from inspections.models import (
    Campaign,
    Case,
    FailedItem,
    ImportBatch,
    ProductClass,
    ReplacedSample,
    Sample,
)
from inspections.queries.rates import tally
from quality_portal.lib import clock
from tests.departments.factories import make_user
from tests.inspections import factories as made
from tests.inspections.cases.factories import take
from tests.inspections.registers.factories import make_infringement
from tests.inspections.test_pages import signed_in

pytestmark = pytest.mark.django_db

State = ImportBatch.State
FAILED = {"抽查结果": "不合格", "主要不合格项目": "厚度"}


@pytest.fixture
def office() -> User:
    return make_user()


@pytest.fixture
def ladders() -> None:
    load_ladders()


def imported(folder: Path, rows: made.Rows, *, by: User, **values: Any) -> ImportBatch:
    """Upload a table and confirm it."""
    path = made.make_xlsx(folder / "table.xlsx", rows)
    upload = actions.receive(ContentFile(path.read_bytes(), name="table.xlsx"), by=by, **values)
    assert actions.start(upload)
    write_upload(upload.pk)
    upload.refresh_from_db()
    assert upload.state == State.DONE, upload.report
    return upload


def full(*rows: list[Any]) -> made.Rows:
    """Return a table below its title and headings."""
    return [[made.TITLE], made.FULL, *rows]


def state_of(sample: Sample) -> dict[str, Any]:
    """Return what a person can see of a batch."""
    sample.refresh_from_db()
    hidden = {"_state", "version", "imported_version"}
    shown = {name: value for name, value in vars(sample).items() if name not in hidden}
    return {**shown, "items": list(sample.failed_items.values_list("name", "measured", "limit", "order"))}


@pytest.mark.usefixtures("ladders")
def test_undoing_leaves_nothing_but_the_file_and_the_history(tmp_path: Path, office: User) -> None:
    rows = full(made.full_row(1), made.full_row(2, **FAILED))
    upload = imported(tmp_path, rows, by=office)
    assert (upload.report["created"], upload.report["cases"], Case.objects.count()) == (2, 1, 1)
    assert obstacles(upload) == []
    assert foresee(upload).campaign == Campaign.objects.get().name
    undone = undo_import(upload, by=office)
    upload.refresh_from_db()
    assert (undone.removed, undone.restored, undone.cases) == (2, 0, 1)
    assert [model.objects.count() for model in (Sample, FailedItem, Case, Campaign)] == [0, 0, 0, 0]
    assert (upload.state, upload.undone_by, upload.undone_at is not None) == (State.UNDONE, office, True)
    assert actions.stored_file(upload).is_file()
    for model, count in ((Sample, 2), (Case, 1), (Campaign, 1)):
        gone = model.history.filter(history_type="-")
        assert [row.history_user_id for row in gone] == [office.signature] * count
    again = imported(tmp_path, rows, by=office)
    assert (again.report["created"], Sample.objects.count(), Case.objects.count()) == (2, 2, 1)


@pytest.mark.usefixtures("ladders")
def test_changed_batches_are_what_they_were_before(tmp_path: Path, office: User) -> None:
    home = made.make_enterprise("岭北第1电器有限公司")
    first = imported(tmp_path, full(made.full_row(1), made.full_row(2, **FAILED)), by=office)
    samples = list(Sample.objects.order_by("serial"))
    before = [state_of(sample) for sample in samples]
    changed = [made.full_row(1, **FAILED), made.full_row(2, 抽查结果="不合格", 主要不合格项目="强度、厚度")]
    second = imported(tmp_path, full(*changed, made.full_row(3)), by=office)
    assert (second.report["updated"], second.report["cases"], Case.objects.count()) == (2, 1, 2)
    assert [state_of(sample) for sample in samples] != before
    assert [reason[-10:] for reason in obstacles(first)] == ["table.xlsx"]
    undone = undo_import(second, by=office)
    assert (undone.removed, undone.restored, undone.cases, undone.campaign) == (1, 2, 1, "")
    assert [state_of(sample) for sample in samples] == before
    assert samples[0].producer == home
    assert [case.sample for case in Case.objects.all()] == [samples[1]]
    assert ReplacedSample.objects.count() == 0
    told = [(row.history_type, row.result) for row in samples[0].history.order_by("history_id")]
    assert told == [("+", "pass"), ("~", "fail"), ("~", "pass")]
    assert samples[0].version == 3
    assert undo_import(first, by=office).removed == 2
    assert (Sample.objects.count(), Case.objects.count(), Campaign.objects.count()) == (0, 0, 0)


def test_what_was_merged_or_removed_meanwhile_is_followed_or_left_empty(tmp_path: Path, office: User) -> None:
    merged, kept = made.make_enterprise("岭北第1电器有限公司"), made.make_enterprise("另一家")
    cables = ProductClass.objects.create(code="x-cables", name="电线", keywords="电线电缆")
    imported(tmp_path, full(made.full_row(1)), by=office)
    ProductClass.objects.update(keywords="别的")
    second = imported(
        tmp_path, full(made.full_row(1, 标称生产单位="岭北第1电器有限公司", 承检机构="市院")), by=office
    )
    Sample.objects.update(producer=None)
    versions = {merged.pk: merged.version, kept.pk: kept.version}
    merge_enterprises(kept, merged, by=office, versions=versions, reason="同一家")
    cables.delete()
    undo_import(second, by=office)
    sample = Sample.objects.get()
    assert (sample.producer, sample.product_class, sample.laboratory) == (kept, None, "省质检院")


def test_an_import_is_undone_only_while_nothing_depends_on_it(tmp_path: Path, office: User) -> None:
    upload = imported(tmp_path, full(*(made.full_row(n) for n in range(1, 8))), by=office)
    for sample in Sample.objects.all():
        change_record(sample, by=office, version=1, remark="手工更正")
    with pytest.raises(ValidationError) as refused:
        undo_import(upload, by=office)
    assert len(refused.value.messages) == 1
    assert ("7" in refused.value.messages[0], refused.value.messages[0][-1]) == (True, "…")
    assert Sample.objects.count() == 7


@pytest.mark.usefixtures("ladders")
def test_steps_taken_and_infringement_cases_hold_an_import(tmp_path: Path, office: User) -> None:
    upload = imported(tmp_path, full(made.full_row(1, **FAILED), made.full_row(2, **FAILED)), by=office)
    case = Case.objects.earliest("number")
    take(case, "notice", clock.today(), by=office)
    infringement = make_infringement(sample=Sample.objects.latest("pk"))
    reasons = obstacles(upload)
    assert [name in reason for name, reason in zip((case.number, infringement.number), reasons, strict=True)]
    assert len(reasons) == 2
    with pytest.raises(ValidationError):
        undo_import(upload, by=office)
    assert (Sample.objects.count(), Case.objects.count()) == (2, 2)


def failures(number: int) -> made.Rows:
    """Return a table that lists failures only."""
    row = [number, "甲店", "水泥", f"甲{number}厂", "42.5", "2024-01-01", "强度", ""]
    return [[made.TITLE], made.V5, row]


def test_the_number_tested_is_taken_back_with_the_table(tmp_path: Path, office: User) -> None:
    campaign = made.make_campaign()
    upload = imported(tmp_path, failures(1), by=office, campaign=campaign, tested=40)
    more = imported(tmp_path, failures(2), by=office, campaign=campaign)
    day = campaign.ends_on
    assert (tally(day, day).tested, tally(day, day).failed) == (40, 2)
    assert len(obstacles(upload)) == 1
    undo_import(more, by=office)
    assert (tally(day, day).tested, tally(day, day).failed) == (40, 1)
    undo_import(upload, by=office)
    campaign.refresh_from_db()
    assert (campaign.tested, campaign.failures_only, tally(day, day).tested) == (None, False, 0)


def test_a_campaign_that_something_else_belongs_to_stays(tmp_path: Path, office: User) -> None:
    upload = imported(tmp_path, failures(1), by=office, tested=40)
    campaign = Campaign.objects.get()
    change_campaign(campaign, by=office, version=campaign.version, name="更正后的名称")
    assert undo_import(upload, by=office).campaign == ""
    campaign.refresh_from_db()
    assert (campaign.tested, campaign.failures_only) == (None, False)
    again = imported(tmp_path, failures(1), by=office)
    infringement = make_infringement(campaign=Campaign.objects.get())
    assert undo_import(again, by=office).campaign == ""
    assert infringement.campaign == Campaign.objects.get()


def test_two_parts_of_one_table_may_be_undone_in_any_order(tmp_path: Path, office: User) -> None:
    first = imported(tmp_path, full(made.full_row(1)), by=office)
    second = imported(tmp_path, full(made.full_row(1), made.full_row(2)), by=office)
    assert second.report["unchanged"] == 1
    assert undo_import(first, by=office).campaign == ""
    assert undo_import(second, by=office).campaign != ""
    assert (Sample.objects.count(), Campaign.objects.count()) == (0, 0)


def test_an_import_that_changed_nothing_can_be_undone(tmp_path: Path, office: User) -> None:
    imported(tmp_path, full(made.full_row(1)), by=office)
    again = imported(tmp_path, full(made.full_row(1)), by=office)
    undone = undo_import(again, by=office)
    assert (undone.removed, undone.restored, Sample.objects.count()) == (0, 0, 1)


def test_undoing_takes_as_many_queries_for_many_batches_as_for_one(
    tmp_path: Path, office: User, django_assert_max_num_queries: Any
) -> None:
    for count in (1, 12):
        table = full(*(made.full_row(n) for n in range(1, count + 1)))
        first = imported(tmp_path, table, by=office)
        changed = full(*(made.full_row(n, **FAILED) for n in range(1, count + 1)))
        second = imported(tmp_path, changed, by=office)
        with django_assert_max_num_queries(46):
            undo_import(second, by=office)
        undo_import(first, by=office)


@pytest.mark.usefixtures("ladders")
def test_the_page_says_what_happens_and_asks_before_it_does(tmp_path: Path, office: User) -> None:
    client = signed_in(office)
    upload = imported(tmp_path, full(made.full_row(1, **FAILED)), by=office)
    address = f"/inspections/imports/{upload.pk}/"
    assert f"{address}undo/" in client.get(address).content.decode()
    page = client.get(f"{address}undo/")
    assert (page.context["planned"].removed, page.context["planned"].cases) == (1, 1)
    assert Campaign.objects.get().name in page.content.decode()
    assert Sample.objects.count() == 1
    answer = client.post(f"{address}undo/")
    assert (answer.status_code, answer["Location"], Sample.objects.count()) == (302, address, 0)
    page = client.get(address)
    assert str(office) in page.content.decode()
    assert f"{address}undo/" not in page.content.decode()
    again = client.get(f"{address}undo/")
    assert (len(again.context["reasons"]), again.context["planned"]) == (1, None)
    assert client.post(f"{address}undo/")["Location"] == f"{address}undo/"


def test_the_page_names_the_reasons(tmp_path: Path, office: User) -> None:
    upload = imported(tmp_path, full(made.full_row(1)), by=office)
    change_record(Sample.objects.get(), by=office, version=1, remark="手工更正")
    page = signed_in(office).get(f"/inspections/imports/{upload.pk}/undo/")
    assert page.context["reasons"][0] in page.content.decode()
    assert '<form class="form" method="post"' not in page.content.decode()


@pytest.mark.parametrize("role", ["leader", "liaison", "administrator"])
def test_only_who_imports_may_undo_or_fetch_the_file(tmp_path: Path, office: User, role: str) -> None:
    upload = imported(tmp_path, full(made.full_row(1)), by=office)
    stranger = signed_in(make_user(role=role))
    for page in ("undo", "file"):
        assert stranger.get(f"/inspections/imports/{upload.pk}/{page}/").status_code == 403
    assert stranger.post(f"/inspections/imports/{upload.pk}/undo/").status_code == 403
    assert (Client().get(f"/inspections/imports/{upload.pk}/file/").status_code, Sample.objects.count()) == (
        302,
        1,
    )


def test_the_raw_file_is_one_click_from_the_batch(tmp_path: Path, office: User) -> None:
    client = signed_in(office)
    upload = imported(tmp_path, full(made.full_row(1)), by=office)
    sample = Sample.objects.get()
    address = f"/inspections/imports/{upload.pk}/file/"
    page = client.get(f"/inspections/samples/{sample.pk}/").content.decode()
    assert (address in page, "岭北第1电器有限公司" in page, "2024-03-02/B1" in page) == (True, True, True)
    answer = client.get(address)
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert content == (tmp_path / "table.xlsx").read_bytes()
    assert answer["Content-Disposition"] == "attachment; filename*=UTF-8''table.xlsx"
    assert (answer["X-Content-Type-Options"], answer["Content-Security-Policy"]) == (
        "nosniff",
        "default-src 'none'; sandbox",
    )
    leader = signed_in(make_user(role="leader"))
    assert address not in leader.get(f"/inspections/samples/{sample.pk}/").content.decode()
    Path(upload.file.path).unlink()
    assert client.get(address)["Location"] == f"/inspections/imports/{upload.pk}/"


def test_a_batch_edited_before_a_later_import_holds_the_first_one_only(tmp_path: Path, office: User) -> None:
    first = imported(tmp_path, full(made.full_row(1)), by=office)
    change_record(Sample.objects.get(), by=office, version=1, remark="手工更正")
    second = imported(tmp_path, full(made.full_row(1, **FAILED)), by=office)
    assert [str(each) for each in second.replaced.all()] == [str(Sample.objects.get().pk)]
    undo_import(second, by=office)
    assert (Sample.objects.get().remark, Sample.objects.get().result) == ("手工更正", "pass")
    assert len(obstacles(first)) == 1


def test_a_campaign_goes_with_the_last_of_several_imports_that_named_it(tmp_path: Path, office: User) -> None:
    rows = [[made.TITLE], made.V5, [1, "甲店", "水泥", "甲厂", "42.5", "2024-05-01", "强度", ""]]
    first = imported(tmp_path, rows, by=office, tested=50)
    more = [*rows, [2, "甲店", "水泥", "乙厂", "42.5", "2024-05-02", "强度", ""]]
    second = imported(tmp_path, more, by=office, tested=60)
    undo_import(second, by=office)
    assert foresee(first).campaign == Campaign.objects.get().name
    undo_import(first, by=office)
    assert not Campaign.objects.exists()
