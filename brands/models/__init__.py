"""Kinds of credentials, and the register."""

from brands.models.credential import Credential, Ending, Stage
from brands.models.document import CredentialDocument
from brands.models.kind import CountsAs, CredentialKind, Family, Level, NumberCheck, Validity
from brands.models.suspension import Suspension

__all__ = [
    "CountsAs",
    "Credential",
    "CredentialDocument",
    "CredentialKind",
    "Ending",
    "Family",
    "Level",
    "NumberCheck",
    "Stage",
    "Suspension",
    "Validity",
]
