"""What must always hold of candidates."""

from collections.abc import Iterator

from django.db.models import F, OuterRef, Q, Subquery

from brands.models import Candidate, CandidateMove
from departments.integrity import Check, Flaw, flaw


def candidate_stages() -> Iterator[Flaw]:
    """Yield the candidates whose stage is not the one of their last move."""
    moves = CandidateMove.objects.filter(candidate=OuterRef("pk")).order_by("-pk")
    rows = Candidate.objects.annotate(last=Subquery(moves.values("to_stage")[:1]))
    for row in rows.filter(~Q(last=F("stage")) | Q(last=None)).order_by("pk").iterator():
        yield flaw(row, f"stands at “{row.stage}”, its last move led to “{row.last}”")


CHECKS = (
    Check("brands.candidate-stages", "a candidate stands where its last move has led it", candidate_stages),
)
