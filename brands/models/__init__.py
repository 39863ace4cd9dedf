"""Kinds of credentials, the register, the candidates for it, zones and what was paid."""

from brands.models.candidate import Candidate, CandidateMove, Echelon
from brands.models.credential import Credential, Ending, Stage
from brands.models.document import CredentialDocument
from brands.models.kind import CountsAs, CredentialKind, Family, Level, NumberCheck, Validity
from brands.models.subsidy import Purpose, Subsidy, UsualAmount
from brands.models.suspension import Suspension
from brands.models.zone import Zone

__all__ = [
    "Candidate",
    "CandidateMove",
    "CountsAs",
    "Credential",
    "CredentialDocument",
    "CredentialKind",
    "Echelon",
    "Ending",
    "Family",
    "Level",
    "NumberCheck",
    "Purpose",
    "Stage",
    "Subsidy",
    "Suspension",
    "UsualAmount",
    "Validity",
    "Zone",
]
