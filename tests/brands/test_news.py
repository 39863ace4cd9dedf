"""What the register of brands and certificates tells in half-yearly reports."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from brands.models import CountsAs
from brands.news import gather
from tests.brands.factories import make_credential, make_kind
from tests.departments.factories import make_department, make_township
from tests.targets.factories import make_target

pytestmark = pytest.mark.django_db
SINCE, UNTIL = date(2024, 1, 1), date(2024, 6, 30)


def test_gained_and_lost_credentials_are_told_to_township_and_lead(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    lead, township = make_department(), make_township()
    make_target(lead=lead, measure="credentials.province_brands", name="省名牌", code="I4")
    kind = make_kind(counts_as=CountsAs.PROVINCE_BRAND)
    old = date(2020, 1, 1)
    make_credential(kind=kind, township=township, issued_on=date(2024, 1, 1), valid_until=date(2027, 1, 1))
    make_credential(kind=kind, township=township, issued_on=old, valid_until=date(2024, 6, 29))
    # Valid on the last day of the period, so lost only in the next.
    make_credential(kind=kind, township=township, issued_on=old, valid_until=date(2024, 6, 30))
    make_credential(township=township, issued_on=date(2024, 6, 30))
    with django_assert_num_queries(3):
        found = gather(SINCE, UNTIL)
    assert {unit: [news.text for news in told] for unit, told in found.items()} == {
        township.pk: ["辖区品牌、证书、许可新增2个，到期或终止1个。"],
        lead.pk: ["“省名牌”统计的证书、称号新增1个，到期或终止1个。"],
    }
    assert found[lead.pk][0].figures == {"gained": 1, "lost": 1}
