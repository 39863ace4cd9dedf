"""Records of the register that move when two enterprise files become one."""

from django.utils.translation import gettext_lazy as _

from brands.models import Candidate, Credential
from brands.pipeline_actions import close_double
from enterprises.models import Enterprise
from enterprises.movers import Mover


class CandidateMover(Mover):
    """Moves candidates; one that the kept file strives for already is closed, so that it stands once."""

    def move(self, gone: Enterprise, kept: Enterprise, *, by: object, reason: str) -> int:
        """Close the doubles, then point every candidate at the kept file."""
        open_ones = Candidate.objects.open()
        held = set(open_ones.filter(enterprise=kept).values_list("kind", "product"))
        for candidate in open_ones.filter(enterprise=gone):
            if (candidate.kind_id, candidate.product) in held:
                close_double(candidate, by=by, reason=reason)
        return super().move(gone, kept, by=by, reason=reason)


MOVERS = [
    Mover(_("Brands and certificates"), Credential, "enterprise"),
    CandidateMover(_("Candidates"), Candidate, "enterprise"),
]
