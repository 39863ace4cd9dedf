"""The demonstration's cultivation pipeline, the build of its zones, and what was paid."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final, NamedTuple

from django.utils import timezone

from brands.models import (
    Candidate,
    CandidateMove,
    Credential,
    CredentialKind,
    Family,
    Purpose,
    Subsidy,
    UsualAmount,
    Zone,
)
from brands.pipeline_rules import Stage
from departments.models import Department
from enterprises.models import Enterprise, Industry
from quality_portal.demo.bulk import write, write_all
from quality_portal.demo.enterprises import Firm
from quality_portal.demo.scale import Setting
from quality_portal.demo.trades import trades
from quality_portal.lib.documents.wording import document_number

OWN: Final = "own"
"""Stands for the product the enterprise makes first."""


class Hopeful(NamedTuple):
    """A candidate: its kind, echelon, lead department, years from now, stage, product, which enterprise."""

    kind: str
    echelon: str
    lead: str
    ahead: int
    stage: Stage
    product: str
    industry: str
    holder: int
    reason: str = ""


FARM, MADE, SERVING = Industry.AGRICULTURE, Industry.INDUSTRY, Industry.SERVICE

HOPEFULS: Final = (
    Hopeful("province_brand", "province", "msa", 0, Stage.UNDER_REVIEW, OWN, MADE, 8),
    Hopeful("province_brand", "province", "industry", 1, Stage.CULTIVATING, OWN, MADE, 9),
    Hopeful("province_brand", "province", "industry", 2, Stage.LISTED, OWN, MADE, 10),
    Hopeful("province_farm_brand", "province", "agri", 0, Stage.RECOMMENDED, OWN, FARM, 9),
    Hopeful("province_farm_brand", "province", "agri", 0, Stage.CULTIVATING, OWN, FARM, 10),
    Hopeful("province_farm_brand", "province", "agri", 1, Stage.LISTED, OWN, FARM, 11),
    Hopeful(
        "province_farm_brand",
        "province",
        "agri",
        -1,
        Stage.NOT_AWARDED,
        OWN,
        FARM,
        12,
        "年产量未达申报条件",
    ),
    Hopeful("green_food", "nation", "agri", 0, Stage.LISTED, OWN, FARM, 13),
    Hopeful("gi_product", "nation", "msa", 1, Stage.CULTIVATING, "云岭生姜", FARM, 14),
    Hopeful("qms", "county", "msa", 0, Stage.RECOMMENDED, OWN, MADE, 11),
    Hopeful("qms", "county", "msa", 0, Stage.UNDER_REVIEW, OWN, MADE, 12),
    Hopeful("county_quality_award", "county", "msa", 0, Stage.CULTIVATING, "", MADE, 13),
    Hopeful("county_quality_award", "county", "msa", 1, Stage.LISTED, "", SERVING, 3),
    Hopeful("zone_province", "province", "agri", 1, Stage.CULTIVATING, "辣椒", FARM, 15),
)
"""Candidates of every stage but the last; those awarded take their credentials from the register."""

AWARDED: Final = (("province_brand", 2026), ("province_farm_brand", 2025), ("zone_province", 2026))
"""Credentials of the register, by kind and year of award, that came out of the pipeline."""

AMOUNTS: Final = {
    "province_brand": "50000",
    "province_farm_brand": "50000",
    "gi_product": "60000",
    "zone_nation": "100000",
    "zone_province": "50000",
    "green_food": "10000",
    "qms": "5000",
    "county_quality_award": "200000",
}
"""Yuan, in the order of what counties publish; every county has its own."""

POLICY: Final = "县质量强县奖励补助办法"
PAID_AFTER: Final = timedelta(days=75)
"""Awards are paid after the fact, from the county's budget."""

LEAD_TIME: Final = timedelta(days=60)
"""From one step of a candidate to the next."""

ORDER: Final = (Stage.LISTED, Stage.CULTIVATING, Stage.RECOMMENDED, Stage.UNDER_REVIEW)
YEARS_OF_BUILD: Final = 3


def load_pipeline(setting: Setting, firms: Sequence[Firm]) -> None:
    """Store candidates with their moves, the build of the register's zones, usual amounts and payments."""
    kinds = {kind.code: kind for kind in CredentialKind.objects.all()}
    units = {unit.code: unit for unit in Department.objects.all()}
    candidates = list(write([*_hopefuls(setting, kinds, units, firms), *_awarded(units, setting)], setting))
    write_all((move for found in candidates for move in _moves(found, setting)), setting)
    write_all(_zones(setting), setting)
    write_all(_amounts(kinds), setting)
    write_all(_payments(kinds, setting), setting)


def _hopefuls(
    setting: Setting,
    kinds: Mapping[str, CredentialKind],
    units: Mapping[str, Department],
    firms: Sequence[Firm],
) -> Iterator[Candidate]:
    old = [firm for firm in firms if firm.is_old_and_open]
    townships = {unit.pk: unit for unit in units.values()}
    for hopeful in HOPEFULS:
        able = [firm for firm in old if trades()[firm.trade].industry == hopeful.industry]
        firm = able[hopeful.holder % len(able)]
        kind = kinds[hopeful.kind]
        is_for_area = kind.family in {Family.ZONE, Family.GEOGRAPHICAL_INDICATION}
        yield Candidate(
            echelon=hopeful.echelon,
            enterprise=None if is_for_area else Enterprise(pk=firm.pk),
            department=townships[firm.township] if is_for_area else None,
            township_id=firm.township,
            product=_first_product(firm) if hopeful.product == OWN else hopeful.product,
            kind=kind,
            lead=units[hopeful.lead],
            planned_year=setting.today.year + hopeful.ahead,
            stage=hopeful.stage,
            reason=hopeful.reason,
        )


def _first_product(firm: Firm) -> str:
    trade = trades()[firm.trade]
    return trade.products[trade.products_of(firm.number)[0]].name if trade.products else ""


def _awarded(units: Mapping[str, Department], setting: Setting) -> Iterator[Candidate]:
    for code, year in AWARDED:
        rows = Credential.objects.filter(kind__code=code, issued_on__year=year, issued_on__lte=setting.today)
        for credential in rows.select_related("kind").order_by("pk")[:1]:
            yield Candidate(
                echelon=credential.kind.level,
                enterprise_id=credential.enterprise_id,
                department_id=credential.department_id,
                township_id=credential.township_id,
                product=credential.product,
                kind=credential.kind,
                lead=units["agri" if credential.sector == Industry.AGRICULTURE else "msa"],
                planned_year=year,
                stage=Stage.AWARDED,
                credential=credential,
            )


def _moves(candidate: Candidate, setting: Setting) -> Iterator[CandidateMove]:
    """Yield the way to the candidate's stage, each step two months after the one before."""
    way = (
        [*ORDER, candidate.stage]
        if candidate.stage not in ORDER
        else ORDER[: ORDER.index(Stage(candidate.stage)) + 1]
    )
    last = candidate.credential.issued_on if candidate.credential else setting.today - timedelta(days=20)
    former = ""
    for place, stage in enumerate(way):
        yield CandidateMove(
            candidate=candidate,
            from_stage=former,
            to_stage=stage,
            moved_at=_morning(last - LEAD_TIME * (len(way) - 1 - place)),
            moved_by=setting.by.signature,
            remark=candidate.reason if stage == Stage.NOT_AWARDED else "",
        )
        former = stage


def _morning(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(9, 30)))


def _zones(setting: Setting) -> Iterator[Zone]:
    """Yield the build of the register's zones; one younger than a build takes is still being built."""
    zones = Credential.objects.filter(kind__family=Family.ZONE).exclude(product="").order_by("pk")
    for place, credential in enumerate(zones, 1):
        begun = credential.valid_from
        until = begun + timedelta(days=365 * YEARS_OF_BUILD)
        accepted = until + timedelta(days=45)
        is_accepted = accepted <= setting.today
        yield Zone(
            credential=credential,
            crop=credential.product,
            built_from=begun,
            built_until=until,
            accepted_on=accepted if is_accepted else None,
            acceptance_document=document_number("州标验", accepted.year, place) if is_accepted else "",
        )


def _amounts(kinds: Mapping[str, CredentialKind]) -> Iterator[UsualAmount]:
    for code, amount in AMOUNTS.items():
        yield UsualAmount(
            kind=kinds[code],
            purpose=Purpose.AWARD,
            amount=Decimal(amount),
            policy=POLICY,
            document_number="和政发〔2024〕12号",
            since=date(2024, 1, 1),
        )


def _payments(kinds: Mapping[str, CredentialKind], setting: Setting) -> Iterator[Subsidy]:
    """Yield the awards for what the plan counts, and the help for two candidates on their way."""
    rows = Credential.objects.filter(kind__code__in=AMOUNTS, issued_on__gte=date(2024, 1, 1))
    counted = rows.exclude(kind__counts_as="").select_related("kind").order_by("issued_on", "pk")
    for place, credential in enumerate(counted, 1):
        paid_on = credential.issued_on + PAID_AFTER
        if paid_on <= setting.today:
            yield _payment(
                credential.kind, paid_on, place, AMOUNTS[credential.kind.code], credential=credential
            )
    helped = Candidate.objects.filter(kind=kinds["gi_product"], credential=None).order_by("pk")
    for candidate in helped[:1]:
        yield _payment(candidate.kind, setting.today - timedelta(days=40), 90, "20000", candidate=candidate)


def _payment(
    kind: CredentialKind,
    paid_on: date,
    place: int,
    amount: str,
    *,
    credential: Credential | None = None,
    candidate: Candidate | None = None,
) -> Subsidy:
    return Subsidy(
        purpose=Purpose.AWARD if credential else Purpose.SUBSIDY,
        amount=Decimal(amount),
        paid_on=paid_on,
        payer="县财政局",
        document_number=document_number("和财行", paid_on.year, place),
        credential=credential,
        candidate=candidate,
        note="" if credential else f"{kind.name}申报补助",
    )
