"""Fields of the portal's forms: days in every spelling, and how what is wrong with a field is told."""

import re
from datetime import date
from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.utils.datastructures import MultiValueDict

from quality_portal.lib.fields import DayField


class Visit(forms.Form):
    day = DayField(label="日期", help_text="到现场的日期")
    means = forms.ChoiceField(
        label="方式", choices=[("car", "乘车"), ("foot", "步行")], widget=forms.RadioSelect
    )
    paper = forms.FileField(label="附件", required=False)


def values(pattern: str, markup: str) -> list[str]:
    return re.findall(pattern, markup)


@pytest.mark.parametrize(
    "typed",
    ["2026-3-5", "2026-03-05", "2026.3.5", "2026/3/5", "2026年3月5日", "20260305", " ２０２６．３．５ "],
)
def test_a_day_is_read_in_every_spelling(typed: str) -> None:
    assert DayField().clean(typed) == date(2026, 3, 5)


def test_a_stored_day_is_shown_in_one_spelling_and_a_wrong_one_as_it_was_typed() -> None:
    forms_shown = (Visit(initial={"day": date(2026, 3, 5)}), Visit({"day": "2026年13月"}))
    assert [form["day"].value() for form in forms_shown] == ["2026-03-05", "2026年13月"]


def test_a_field_names_its_help_and_its_error() -> None:
    markup = str(Visit({"day": "明天"}))
    assert values(r'aria-describedby="([^"]+)"', markup) == ["id_day_helptext id_day_error", "id_means_error"]
    assert values(r'id="(id_\w+_(?:helptext|error))"', markup) == [
        *("id_day_helptext", "id_day_error", "id_means_error"),
    ]
    assert markup.count('aria-invalid="true"') == 3


def test_the_summary_leads_to_the_fields_and_of_choices_to_the_first() -> None:
    assert values(r'href="#([^"]*)"', str(Visit({"day": "明天"}))) == ["id_day", "id_means_0"]


def test_a_file_sent_with_a_refused_form_has_to_be_chosen_again() -> None:
    sent = MultiValueDict[str, UploadedFile[Any]]({"paper": [SimpleUploadedFile("a.txt", b"a")]})
    again = "文件未能保留，请重新选择"
    assert [again in str(Visit({"day": day, "means": "car"}, sent)) for day in ("明天", "2026-3-5")] == [
        True,
        False,
    ]
    assert again not in str(Visit({"day": "明天"}))
