"""Words found by PostgreSQL's pairs of characters are those found by looking through every row."""

import pytest
from django.db import connection, models

from brands.models import Credential
from enterprises.models import Enterprise, Instrument, Product
from inspections.models import Case, Sample
from quality_portal.lib.words import SEARCHED, found, holds, install, paired
from tests.inspections.factories import make_sample

pytestmark = pytest.mark.django_db

INDEXED: list[type[models.Model]] = [Credential, Enterprise, Instrument, Product, Case, Sample]
NAMES = [
    "铜芯电缆",
    "电 缆",
    "缆电",
    "ABc线%50_x",
    "abC线",
    "𠮷野家🍜面",
    "面",
    "a\\b",
    "ß",
    "电缆电缆",
    "It's",
]
WORDS = [
    *NAMES,
    "电",
    "电缆",
    "缆电",
    "bC",
    "BC线",
    "%",
    "_x",
    "%5",
    "🍜",
    "🍜面",
    "𠮷野",
    "\\b",
    "'s",
    "ss",
    "电" * 300,
]


@pytest.mark.parametrize("word", WORDS)
def test_the_same_rows_are_found(word: str) -> None:
    for name in NAMES:
        make_sample(product=name)
    rows = Sample.objects.order_by("pk")
    by_looking = rows.filter(holds(word, *Sample.SEARCHED)).values_list("product", flat=True)
    assert list(rows.filter(found(Sample, word)).values_list("product", flat=True)) == list(by_looking)


def test_some_columns_may_be_asked_for_alone() -> None:
    make_sample(product="电缆", batch="甲乙")
    assert Sample.objects.filter(found(Sample, "甲乙", "batch")).exists()
    assert not Sample.objects.filter(found(Sample, "甲乙", "product")).exists()


def test_a_single_character_has_no_pair() -> None:
    assert paired(Sample, "电") == models.Q()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite looks through the rows")
@pytest.mark.parametrize("model", INDEXED, ids=lambda model: model.__name__)
def test_the_index_answers(model: type[models.Model]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = model._base_manager.filter(found(model, "电缆")).order_by().explain()
    assert f"{model._meta.db_table}_words" in plan


def test_what_is_searched_is_text_of_the_table() -> None:
    for model in INDEXED:
        columns = {
            field.column for field in model._meta.concrete_fields if field.get_internal_type() == "CharField"
        }
        assert set(getattr(model, SEARCHED)) <= columns


def test_installing_again_changes_nothing() -> None:
    install(Sample._meta.app_config)
    assert Sample.objects.filter(found(Sample, "电缆")).count() == 0
