"""Who issues the notice and how it is worded, from the data files."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from departments.imports import read_file

ASSESSMENTS = Path(__file__).resolve().parents[1] / "data"
DEPARTMENTS = Path(__file__).resolve().parents[2] / "departments" / "data"


@dataclass(frozen=True, slots=True)
class Issuer:
    """The leading group's office and the fixed words of its notice (领导小组办公室)."""

    group: str
    office: str
    agency_code: str
    title: str
    addressee: str
    copies_to: tuple[str, ...]
    group_names: dict[str, str]
    letter_code: str
    report_code: str
    report_addressee: str
    signer: str

    @property
    def mark(self) -> str:
        """The red head (发文机关标志)."""
        return f"{self.office}文件"


@cache
def issuer() -> Issuer:
    """Read the data files; raises DataFileError when one cannot be used."""
    group = read_file(DEPARTMENTS / "leading_group.toml")["group"]
    data = read_file(ASSESSMENTS / "papers.toml")
    words, report = data["notice"], data["report"]
    return Issuer(
        group=group["name"],
        office=group["office_name"],
        agency_code=words["agency_code"],
        title=words["title"],
        addressee=words["addressee"],
        copies_to=tuple(words["copies_to"]),
        group_names=words["groups"],
        letter_code=data["letter"]["agency_code"],
        report_code=report["agency_code"],
        report_addressee=report["addressee"],
        signer=report["signer"],
    )
