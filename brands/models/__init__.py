"""Kinds of credentials, and the register."""

from brands.models.credential import Credential, Ending
from brands.models.kind import CountsAs, CredentialKind, Family, Level, NumberCheck, Validity

__all__ = [
    "CountsAs",
    "Credential",
    "CredentialKind",
    "Ending",
    "Family",
    "Level",
    "NumberCheck",
    "Validity",
]
