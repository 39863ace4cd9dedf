"""The back office is no way round the importer."""

import pytest

from departments.access import Role
from inspections.actions import load_reference
from inspections.models import FailedItem, ImportBatch, Result, Sample
from quality_portal.lib import clock
from tests.departments.factories import make_user
from tests.inspections.factories import make_campaign, make_sample
from tests.inspections.test_pages import signed_in

pytestmark = pytest.mark.django_db

BASE = "/admin/inspections"


@pytest.mark.parametrize("model", ["campaign", "sample", "productclass", "headeralias", "importbatch"])
def test_every_table_opens_and_is_searched(model: str) -> None:
    load_reference()
    FailedItem.objects.create(sample=make_sample(result=Result.FAIL), name="强度")
    upload = ImportBatch.objects.create(file_name="a.xlsx", sha256="0" * 64, uploaded_at=clock.now())
    client = signed_in(make_user())
    assert client.get(f"{BASE}/{model}/?q=a").status_code == 200
    assert client.get(f"{BASE}/importbatch/{upload.pk}/change/").status_code == 200


def test_samples_are_neither_added_nor_imported_nor_removed_here() -> None:
    sample = make_sample(result=Result.FAIL)
    FailedItem.objects.create(sample=sample, name="强度")
    client = signed_in(make_user())
    assert client.get(f"{BASE}/sample/{sample.pk}/change/").status_code == 200
    for address in ("sample/add/", "sample/import/", f"sample/{sample.pk}/delete/", "importbatch/add/"):
        assert client.get(f"{BASE}/{address}").status_code == 403, address


def test_what_the_table_says_cannot_be_typed_over_here() -> None:
    sample = make_sample(result=Result.FAIL)
    client = signed_in(make_user())
    values = {
        "product_class": "",
        "producer": "",
        "seller": "",
        "township": "",
        "judged_on": "2024-06-01",
        "result": "pass",
        "remark": "已核",
        "opened_version": "1",
        "failed_items-TOTAL_FORMS": "0",
        "failed_items-INITIAL_FORMS": "0",
    }
    assert client.post(f"{BASE}/sample/{sample.pk}/change/", values).status_code == 302
    stored = Sample.objects.get()
    assert (stored.result, stored.remark, stored.version) == (Result.FAIL, "已核", 2)


def test_a_leader_has_no_back_office_and_the_administrator_keeps_headings() -> None:
    make_campaign()
    assert signed_in(make_user(role=Role.LEADER)).get(f"{BASE}/campaign/").status_code == 302
    client = signed_in(make_user(role=Role.ADMINISTRATOR))
    values = {"publisher": "", "heading": "产品 叫法", "column": "product"}
    assert client.post(f"{BASE}/headeralias/add/", values).status_code == 302
