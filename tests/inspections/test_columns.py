"""The short ways of the importer lead to the same values as the general parsers."""

from datetime import date

import pytest

from inspections.imports.columns import maker_of, produced_by, quick_key
from quality_portal.lib.dates import parse_date_batch
from quality_portal.lib.spreadsheets.cells import Cell
from quality_portal.lib.spreadsheets.parsing import Bad, each, text_of
from quality_portal.lib.text import clean, key

TODAY = date(2024, 6, 30)


@pytest.mark.parametrize(
    "cell",
    [
        "2024-05-16",
        "2024-05-16/W003020",
        "2024-05-16/20240516",
        "2024-13-45/B123",
        "1999-01-01/B123",
        "2024-06-30",
        "2031-01-01",
        "2024-05-16/无",
        "20240516",
        20240516.0,
        45000.0,
        date(2024, 5, 16),
        "",
        None,
    ],
)
def test_dates_and_batches_are_read_as_the_library_reads_them(cell: Cell) -> None:
    assert produced_by(TODAY)(cell) == parse_date_batch(cell, today=TODAY)


@pytest.mark.parametrize(
    "text", ["岭北电器有限公司", "P.O42.5R级", "1", "007", "---------", "2.5mm2", "甲×乙/丙"]
)
def test_plain_text_is_kept_as_cleaning_would_keep_it(text: str) -> None:
    assert text_of(50)(text) == ("" if set(text) == {"-"} else clean(text))


@pytest.mark.parametrize("text", ["ABC 1 2\t3", "Ａbc", "甲（集团） 公司", ""])
def test_quick_keys_are_keys(text: str) -> None:
    assert quick_key(text) == key(text)


def test_a_cell_that_cannot_be_used_is_told_wherever_it_stands() -> None:
    values, faulty = each(["甲", "长" * 9, "甲"], text_of(5))
    assert faulty
    assert [type(value) for value in values] == [str, Bad, str]
    assert each(["甲"], text_of(5)) == (["甲"], False)


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("无标识", ""),
        (" 三 无 产品 ", ""),
        ("生产厂家不详", ""),
        ("无标识生物科技有限公司", "无标识生物科技有限公司"),
    ],
)
def test_words_for_nobody_are_no_producer(cell: str, name: str) -> None:
    assert maker_of(text_of(200))(cell) == name
