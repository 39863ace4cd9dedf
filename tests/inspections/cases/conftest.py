"""The ladders and the calendar as the data files have them; sentences are compared in English."""

from collections.abc import Iterator
from copy import copy
from typing import Any

import pytest
from django.db import models
from django.utils.translation import override

from inspections.actions.ladders import load_ladders
from inspections.models import Holiday, Ladder, Requirement, Step, StepWording
from inspections.queries.cases import step_facts, work_calendar
from inspections.rules.clocks import WorkCalendar
from inspections.rules.ladder import StepFacts


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Read every sentence in English."""
    with override("en"):
        yield


_loaded: dict[type[models.Model], list[Any]] = {}


@pytest.fixture
def ladders(db: None) -> None:
    """Load both ladders and the holidays; from the second time on by copying the rows, which is faster."""
    if not _loaded:
        load_ladders()
        for model in (Holiday, Ladder, Step, Requirement, StepWording):
            _loaded[model] = list(model._default_manager.all())
        return
    for kind, rows in _loaded.items():
        kind._default_manager.bulk_create(copy(row) for row in rows)


_law: dict[str, tuple[list[StepFacts], WorkCalendar]] = {}


@pytest.fixture
def law(ladders: None) -> dict[str, tuple[list[StepFacts], WorkCalendar]]:
    """Return each ladder's steps and the calendar as the rules see them; read from the database once."""
    if not _law:
        calendar = work_calendar()
        for ladder in Ladder.objects.all():
            steps = [step_facts(step) for step in Step.objects.filter(ladder=ladder).with_requirements()]
            _law[ladder.code] = steps, calendar
    return _law
