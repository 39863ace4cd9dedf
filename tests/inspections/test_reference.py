"""Headings and product classes: loaded from the data file, editable, used by the importer."""

import pytest

from inspections.actions import load_reference
from inspections.imports.classes import Classifier
from inspections.imports.headings import field_label, known_headings, pairs
from inspections.models import HeaderAlias, ProductClass

pytestmark = pytest.mark.django_db


def test_loading_twice_changes_nothing() -> None:
    load_reference()
    before = (HeaderAlias.objects.count(), ProductClass.objects.count())
    load_reference()
    assert (HeaderAlias.objects.count(), ProductClass.objects.count()) == before
    assert min(before) > 0


def test_what_the_office_added_stays() -> None:
    added = HeaderAlias.objects.create(heading="产 品 叫 法", column="product")
    load_reference()
    assert HeaderAlias.objects.filter(pk=added.pk).exists()
    assert known_headings().candidates["产品叫法"] == ("product",)


def test_the_data_file_and_the_loaded_tables_say_the_same() -> None:
    from_file = known_headings().candidates
    load_reference()
    assert known_headings().candidates == from_file


def test_no_heading_is_ambiguous_by_oversight() -> None:
    several = {heading for heading, columns in pairs() if len(columns) > 1}
    known = known_headings().candidates
    assert {h for h, columns in known.items() if len(columns) > 1} == several


def test_the_longest_keyword_decides_and_the_category_helps() -> None:
    assert Classifier().class_of("水泥") is None
    load_reference()
    codes = dict(ProductClass.objects.values_list("pk", "code"))
    classifier = Classifier()
    found = [
        classifier.class_of(*names) for names in (("砌筑水泥",), ("玩具水彩笔",), ("某物", "白酒"), ("某物",))
    ]
    assert [codes.get(key) if key else None for key in found] == [
        "building_materials",
        "children_stationery",
        "drinks",
        None,
    ]


def test_columns_have_names_in_both_languages() -> None:
    assert field_label("producer") == "生产企业"
    assert field_label("nothing") == "nothing"
