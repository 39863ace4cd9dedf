"""Special campaigns: the plan of batches against what was drawn."""

import csv
import io
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from departments.access import Role
from departments.models import User
from departments.records import EditConflict
from inspections.actions.quotas import PlannedBatches, open_special_campaign, plan_batches
from inspections.models import Campaign, CampaignQuota, Result, SpecialCampaign
from inspections.queries.registers import PlanProgress, plan_progress
from inspections.special_lines import plan_lines
from tests.departments.factories import make_department, make_township, make_user
from tests.inspections.factories import make_campaign, make_sample
from tests.inspections.registers.factories import (
    FOUND,
    TODAY,
    make_class,
    make_infringement,
    make_quota,
    make_special,
)

pytestmark = pytest.mark.django_db
LIST = "registers:specials"


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(make_user(role=Role.OFFICE))
    return client


def progress_of(special: SpecialCampaign, user: User | None = None) -> PlanProgress:
    """The plan against what was drawn, as the person sees it."""
    user = user or make_user()
    return plan_progress(SpecialCampaign.objects.with_progress(user).get(pk=special.pk), user)


def figures(progress: PlanProgress) -> list[tuple[int, int | None, int | None]]:
    """Planned, drawn and failed of each row."""
    return [(line.quota.planned, line.drawn, line.failed) for line in progress.lines]


def listed(answer: Any) -> list[SpecialCampaign]:
    """The special campaigns on the list."""
    return [line.special for line in answer.context["lines"]]


def table(*rows: tuple[object, object, object], version: int = 1, initial: int = 0) -> dict[str, object]:
    """What the browser sends for a plan."""
    sent: dict[str, object] = {
        "version": version,
        "form-TOTAL_FORMS": len(rows),
        "form-INITIAL_FORMS": initial,
    }
    for place, row in enumerate(rows):
        names = ("product_class", "township", "planned")
        sent |= {f"form-{place}-{name}": value for name, value in zip(names, row, strict=True)}
    return sent


def test_each_batch_counts_for_the_closest_row_and_once() -> None:
    special, town, other = make_special(), make_township(), make_township()
    fuel, cable = make_class("成品油"), make_class("电线电缆")
    make_quota(special, 4, product_class=fuel, township=town)
    make_quota(special, 3, product_class=fuel)
    make_quota(special, 2, township=other)
    for product_class, township, result in (
        (fuel, town, Result.PASS),
        (fuel, town, Result.FAIL),
        (fuel, other, Result.PASS),
        (fuel, None, Result.PASS),
        (cable, other, Result.FAIL),
        (None, other, Result.PASS),
        (cable, town, Result.PASS),
    ):
        make_sample(campaign=special.campaign, product_class=product_class, township=township, result=result)
    make_sample(
        campaign=special.campaign, product_class=fuel, township=town, result=Result.FAIL, is_counterfeit=True
    )
    make_sample(product_class=fuel, township=town)
    progress = progress_of(special)
    assert sorted(figures(progress)) == [(2, 2, 1), (3, 2, 0), (4, 3, 1)]
    assert (progress.planned, progress.drawn, progress.outside) == (9, 8, 1)


def test_plan_against_drawn_is_two_questions(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    user = make_user()
    special = make_special()
    for _number in range(3):
        make_quota(special, product_class=make_class(), township=make_township())
    found = SpecialCampaign.objects.with_progress(user).get()
    with django_assert_num_queries(2):
        progress = plan_progress(found, user)
        assert [str(line.quota).count("·") for line in progress.lines] == [1, 1, 1]


def test_where_only_failures_are_listed_the_rows_are_unknown() -> None:
    campaign = make_campaign(failures_only=True, tested=40)
    special = make_special(campaign=campaign)
    make_quota(special, 50)
    make_sample(campaign=campaign, result=Result.FAIL)
    progress = progress_of(special)
    assert figures(progress) == [(50, None, None)]
    assert (progress.planned, progress.drawn, progress.outside) == (50, 40, None)
    assert [line.share for line in plan_lines(special, progress)] == [None]


def test_without_rows_the_campaigns_own_plan_stands() -> None:
    special = make_special()
    assert (progress_of(special).planned, progress_of(special).lines) == (None, [])
    Campaign.objects.update(planned=30)
    assert progress_of(special).planned == 30


def test_a_township_sees_its_own_rows_and_batches() -> None:
    own, other = make_township(), make_township()
    special = make_special(campaign=make_campaign())
    make_quota(special, 5, township=own)
    make_quota(special, 7, township=other)
    for township in (own, other, other):
        make_sample(campaign=special.campaign, township=township)
    liaison = make_user(role=Role.LIAISON, department=own)
    progress = progress_of(special, liaison)
    assert (figures(progress), progress.planned, progress.drawn, progress.outside) == ([(5, 1, 0)], 5, 1, 0)
    Campaign.objects.update(failures_only=True, tested=9)
    assert progress_of(special, liaison).drawn is None
    newcomer = make_user(role=Role.LIAISON, department=make_township())
    assert progress_of(special, newcomer).planned is None


def test_rows_lead_to_their_batches_where_a_list_shows_exactly_them() -> None:
    special, town, fuel = make_special(), make_township(), make_class()
    make_quota(special, 4, product_class=fuel, township=town)
    make_quota(special, 3, product_class=fuel)
    urls = {line.line.quota.planned: line.url for line in plan_lines(special, progress_of(special))}
    place = f"campaign={special.campaign_id}&product_class={fuel.pk}&township={town.pk}"
    rest = f"campaign={special.campaign_id}&quota={special.campaign.quotas.get(township=None).pk}"
    assert urls == {4: f"{reverse('inspections:list')}?{place}", 3: f"{reverse('inspections:list')}?{rest}"}


def test_every_figure_of_the_plan_leads_to_its_batches(office: Client) -> None:
    special, town, other = make_special(), make_township(), make_township()
    fuel, cable = make_class("成品油"), make_class("电线电缆")
    make_quota(special, 4, product_class=fuel, township=town)
    make_quota(special, 3, product_class=fuel)
    make_quota(special, 2, township=other)
    for product_class in (fuel, cable, None):
        for township in (town, other, None):
            for extra in ({}, {"result": Result.FAIL}, {"result": Result.FAIL, "is_counterfeit": True}):
                make_sample(
                    campaign=special.campaign, product_class=product_class, township=township, **extra
                )
    make_sample(product_class=fuel, township=town)
    answer = office.get(reverse("registers:special", args=[special.pk]))
    lines = answer.context["lines"]
    assert sorted((row.line.quota.planned, row.line.drawn, row.line.failed) for row in lines) == [
        (2, 6, 2),
        (3, 6, 2),
        (4, 3, 1),
    ]
    for row in lines:
        assert office.get(row.url).context["listing"].total == row.line.drawn
        assert office.get(row.failed_url).context["listing"].total == row.line.failed
        assert row.failed_url.replace("&", "&amp;") in answer.content.decode()
    outside = office.get(answer.context["outside_url"]).context["listing"].total
    assert (outside, answer.context["progress"].outside) == (12, 12)


def test_who_sees_a_part_of_the_plan_is_not_led_outside_it(client: Client) -> None:
    own = make_township()
    special = make_special()
    make_quota(special, 4, township=own)
    client.force_login(make_user(role=Role.LIAISON, department=own))
    assert client.get(reverse("registers:special", args=[special.pk])).context["outside_url"] == ""


def test_a_plan_is_replaced_as_a_whole_with_history() -> None:
    special, town, fuel = make_special(), make_township(), make_class()
    rows = [PlannedBatches(fuel, town, 4), PlannedBatches(fuel, None, 3)]
    first = plan_batches(special, by="甲", version=1, rows=rows)
    assert (first.version, first.campaign.planned) == (2, None)
    assert Campaign.objects.get(pk=special.campaign_id).planned == 7
    rows = [PlannedBatches(fuel, town, 6), PlannedBatches(None, None, 1)]
    plan_batches(special, by="乙", version=2, rows=rows)
    planned = CampaignQuota.objects.values_list("product_class", "township", "planned")
    assert sorted(planned, key=str) == [(fuel.pk, town.pk, 6), (None, None, 1)]
    assert Campaign.objects.get(pk=special.campaign_id).planned == 7
    removed = CampaignQuota.history.get(history_type="-")
    assert (removed.history_user_id, removed.planned) == ("乙", 3)
    plan_batches(special, by="乙", version=3, rows=[])
    assert Campaign.objects.get(pk=special.campaign_id).planned is None


def test_a_plan_that_does_not_fit_changes_nothing() -> None:
    special, fuel = make_special(), make_class()
    with pytest.raises(ValidationError):
        plan_batches(
            special, by="甲", version=1, rows=[PlannedBatches(fuel, None, 1), PlannedBatches(fuel, None, 2)]
        )
    with pytest.raises(ValidationError):
        plan_batches(special, by="甲", version=1, rows=[PlannedBatches(fuel, None, 0)])
    with pytest.raises(EditConflict):
        plan_batches(special, by="甲", version=5, rows=[PlannedBatches(fuel, None, 1)])
    assert (CampaignQuota.objects.count(), SpecialCampaign.objects.get().version) == (0, 1)


def test_the_database_keeps_one_row_for_a_place() -> None:
    special, fuel, town = make_special(), make_class(), make_township()
    for place in ({"product_class": fuel, "township": town}, {"product_class": fuel}, {"township": town}, {}):
        make_quota(special, **place)
        with pytest.raises(ValidationError):
            make_quota(special, **place)
        with pytest.raises(IntegrityError), transaction.atomic():
            CampaignQuota.objects.create(campaign=special.campaign, planned=1, **place)


def test_a_special_campaign_needs_days_in_order() -> None:
    with pytest.raises(ValidationError):
        open_special_campaign(
            by="甲",
            campaign=make_campaign(),
            goal="目标",
            lead=make_department(),
            starts_on=TODAY,
            ends_on=FOUND,
        )


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_number_of_questions(
    office: Client, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(rows):
        special = make_special()
        make_quota(special)
        make_sample(campaign=special.campaign)
        make_infringement(campaign=special.campaign)
    office.get(reverse(LIST))
    with django_assert_num_queries(6):
        answer = office.get(reverse(LIST))
    shown = [(line.special, str(line.share), line.meter.filled) for line in answer.context["lines"]]
    assert shown == [(row, "10.00", 12.0) for row in listed(answer)]
    assert [vars(row)["case_count"] for row in listed(answer)] == [1] * rows


def test_the_list_is_narrowed(office: Client) -> None:
    early = make_special(
        campaign=make_campaign(code="SPRING"), starts_on=date(2023, 3, 1), ends_on=date(2024, 2, 1)
    )
    late = make_special()
    asked = {
        "q=spring": [early],
        "year=2024": [early],
        "year=2025": [late],
        f"lead={late.lead_id}": [late],
        "q=无": [],
        "sort=from&year=1": [early, late],
    }
    for query, found in asked.items():
        assert (query, listed(office.get(f"{reverse(LIST)}?{query}"))) == (query, found)


def test_an_empty_list_says_what_to_do(office: Client) -> None:
    assert reverse("registers:special_new") in office.get(reverse(LIST)).content.decode()


def test_a_campaign_is_made_special_and_changed(office: Client) -> None:
    campaign, lead = make_campaign(), make_department()
    values = {"campaign": campaign.pk, "goal": "保春耕", "lead": lead.pk, "starts_on": "2025-03-01"}
    new = reverse("registers:special_new")
    assert office.post(new, values).context["form"].errors.keys() == {"ends_on"}
    office.post(new, values | {"ends_on": "2025-05-31"})
    special = SpecialCampaign.objects.get()
    assert office.post(new, values | {"ends_on": "2025-05-31"}).context["form"].errors.keys() == {"campaign"}
    edit = reverse("registers:special_edit", args=[special.pk])
    assert "campaign" not in office.get(edit).context["form"].fields
    changes = values | {"ends_on": "2025-02-01", "version": 1}
    assert len(office.post(edit, changes).context["form"].non_field_errors()) == 1
    office.post(edit, changes | {"ends_on": "2025-06-30", "summary": "查处3起"})
    special.refresh_from_db()
    assert (special.ends_on, special.summary, special.version) == (date(2025, 6, 30), "查处3起", 2)
    assert office.post(edit, changes | {"ends_on": "2025-06-30"}).status_code == 409


def test_the_page_shows_plan_and_done(office: Client) -> None:
    special, town = make_special(), make_township("河东镇")
    page = reverse("registers:special", args=[special.pk])
    assert reverse("registers:special_plan", args=[special.pk]) in office.get(page).content.decode()
    make_quota(special, 4, township=town)
    make_sample(campaign=special.campaign, township=town)
    make_sample(campaign=special.campaign)
    answer = office.get(page)
    text = answer.content.decode()
    assert (answer.context["total"].share, answer.context["progress"].outside) == (50, 1)
    assert "25.00%" in text
    assert f"?campaign={special.campaign_id}&amp;township={town.pk}" in text


def test_the_plan_is_edited_as_a_table(office: Client) -> None:
    special, town, fuel = make_special(), make_township(), make_class()
    address = reverse("registers:special_plan", args=[special.pk])
    assert office.get(address).context["table"].total_form_count() == 5
    office.post(address, table((fuel.pk, town.pk, 6), (fuel.pk, "", 3), ("", "", "")))
    assert sorted(CampaignQuota.objects.values_list("planned", flat=True)) == [3, 6]
    shown = office.get(address)
    assert shown.context["table"].initial_form_count() == 2
    rows = [
        (form.initial["product_class"], form.initial["township"])
        for form in shown.context["table"].initial_forms
    ]
    kept = [(*row, "" if row[1] else 3) for row in rows]
    office.post(address, table(*kept, ("", town.pk, 8), version=2, initial=2))
    left = CampaignQuota.objects.values_list("township", "planned", "version")
    assert set(left) == {(None, 3, 1), (town.pk, 8, 1)}
    assert office.post(address, table((fuel.pk, "", 1), version=2)).status_code == 409


def test_a_plan_with_mistakes_is_shown_again(office: Client) -> None:
    special, fuel = make_special(), make_class()
    address = reverse("registers:special_plan", args=[special.pk])
    for rows in (
        [(fuel.pk, "", 1), (fuel.pk, "", 2)],
        [("abc", "", 1)],
        [(fuel.pk, "99999999", 1)],
        [(fuel.pk, "", 0)],
        [(fuel.pk, "", "viele")],
        [("", "", 1)] * 251,
    ):
        answer = office.post(address, table(*rows))
        assert (answer.status_code, answer.context["table"].is_valid()) == (200, False)
    assert office.post(address, {"version": 1, "form-TOTAL_FORMS": "x"}).status_code == 200
    assert CampaignQuota.objects.count() == 0


def test_exports_hold_what_the_pages_show(office: Client) -> None:
    campaign = make_campaign()
    Campaign.objects.update(name="=cmd()")
    special = make_special(campaign=campaign)
    make_quota(special, 4, product_class=make_class("+成品油"), township=make_township("河东镇"))
    make_quota(special, 5, product_class=make_class("电缆"))
    make_sample(campaign=campaign)
    text = office.get(reverse("registers:special_export", args=[special.pk]), {"format": "csv"}).content
    rows = list(csv.reader(io.StringIO(text.decode("utf-8-sig"))))
    assert rows[1:] == [
        ["'+成品油", "河东镇", "4", "0", "0", "0.00"],
        ["电缆", "其他区域", "5", "0", "0", "0.00"],
        ["计划外", "", "", "1", "", ""],
        ["合计", "", "9", "1", "", "11.11"],
    ]
    workbook = office.get(reverse("registers:special_list_export"))
    sheet = load_workbook(io.BytesIO(workbook.content)).active
    assert [cell.value for cell in sheet[2]][5:8] == [9, 1, 0]
    assert sheet["A2"].data_type == "s"


def test_everyone_reads_and_only_the_office_changes(client: Client) -> None:
    special = make_special()
    names = ("special", "special_export", "special_edit", "special_plan")
    addresses = [reverse(f"registers:{name}", args=[special.pk]) for name in names]
    for role in (Role.LIAISON, Role.LEADER):
        client.force_login(make_user(role=role))
        assert [client.get(address).status_code for address in addresses] == [200, 200, 403, 403]
        assert client.post(reverse("registers:special_new"), {}).status_code == 403
    assert client.post(addresses[-1], table(("", "", 5))).status_code == 403
    assert CampaignQuota.objects.count() == 0
    gone = make_user()
    gone.is_active = False
    assert SpecialCampaign.objects.visible_to(gone).count() == 0
    client.force_login(make_user())
    assert client.get(reverse("registers:special", args=[special.pk + 1])).status_code == 404
