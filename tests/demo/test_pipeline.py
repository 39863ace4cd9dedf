"""The demonstration's pipeline: every stage, the whole way of each candidate, payments and zones."""

import pytest

from brands.models import Candidate, Subsidy, UsualAmount, Zone
from brands.pipeline_rules import TRANSITIONS, Stage, ZoneStage
from tests.demo.factories import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]


def test_candidates_stand_at_every_stage_and_came_there_by_the_rules() -> None:
    candidates = list(Candidate.objects.prefetch_related("moves"))
    assert {candidate.stage for candidate in candidates} == set(Stage.values)
    for candidate in candidates:
        candidate.full_clean()
        moves = sorted(candidate.moves.all(), key=lambda move: move.moved_at)
        steps = [(move.from_stage, move.to_stage) for move in moves]
        assert steps[0] == ("", Stage.LISTED)
        assert all(to in TRANSITIONS[former] for former, to in steps[1:])
        assert (moves[-1].to_stage, moves[-1].moved_at.date() <= TODAY) == (candidate.stage, True)


def test_zones_are_described_and_payments_lie_behind() -> None:
    assert {zone.stage_on(TODAY) for zone in Zone.objects.select_related("credential")} == {
        ZoneStage.BUILDING,
        ZoneStage.ACCEPTED,
    }
    for row in [*Subsidy.objects.all(), *UsualAmount.objects.all()]:
        row.full_clean()
    assert all(paid.paid_on <= TODAY for paid in Subsidy.objects.all())
    assert Subsidy.objects.filter(candidate__isnull=False).exists()
