"""What belongs to a credential beside itself: the candidate it was, what was paid, the build of a zone."""

from datetime import date
from typing import TYPE_CHECKING, Any

from brands.models import Candidate, Credential, Family, Subsidy
from brands.zone_queries import zone_line

if TYPE_CHECKING:
    from departments.models import User


def related(credential: Credential, user: "User", today: date) -> dict[str, Any]:
    """Return what the credential's page shows below the record, as far as the person may see it."""
    is_zone = credential.kind.family == Family.ZONE
    return {
        "candidate": Candidate.objects.visible_to(user).filter(credential=credential).first(),
        "subsidies": Subsidy.objects.visible_to(user).of_credential(credential),
        "zone_line": zone_line(credential, today) if is_zone else None,
    }
