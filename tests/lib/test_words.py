"""Searching by words."""

import pytest
from django.db.models import Q

from departments.models import Department
from quality_portal.lib.words import holds
from tests.departments.factories import make_department


def test_a_word_may_stand_in_any_of_the_fields() -> None:
    assert holds("酒", "name", "code") == Q(name__icontains="酒") | Q(code__icontains="酒")


@pytest.mark.django_db
def test_words_are_found_in_any_order_and_all_of_them() -> None:
    make_department("县市场监管局")
    make_department("县农业农村局")
    found = Department.objects.matching
    assert [unit.name for unit in found("监管 县")] == ["县市场监管局"]
    assert found("县").count() == 2
    assert not found("监管 农业").exists()
