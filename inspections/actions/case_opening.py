"""Opening enforcement cases for failed samples, many at once."""

from collections.abc import Sequence
from datetime import date
from itertools import islice

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from departments.history import BULK_BATCH
from enterprises.models import Enterprise
from inspections.imports.bulk import delete_rows
from inspections.imports.history import record_history
from inspections.models import Campaign, CampaignRule, Case, CaseAction, Ladder, Result, Sample, Step
from inspections.models.case import CaseQuerySet
from inspections.queries.cases import LadderReader, case_facts, default_ladders
from quality_portal.lib import clock, text


@transaction.atomic
def open_cases_for(samples: Sequence[Sample], *, by: object, on: date | None = None) -> int:
    """Open a case for each failed sample that has none, dated ``on`` (today); return how many.

    Whose campaign opens no cases gets none, nor does a suspected counterfeit whose seller has no file:
    the producer it names may not have made it. Where no ladder is set for the goods nothing is opened.
    A handful of queries, however many samples there are.
    """
    failed = {sample.pk: sample for sample in samples if sample.result == Result.FAIL}
    # The ladders' rows are the turnstile: of two imports the second numbers its cases after the first.
    ladders = {ladder.pk: ladder for ladder in Ladder.objects.select_for_update()}
    if not failed or not ladders:
        return 0
    day = on or clock.today()
    taken = _with_case(list(failed))
    chosen = _ladders_of({sample.campaign_id for sample in failed.values()}, ladders)
    owed = _owed(chosen, day)
    parties = _parties([sample for pk, sample in failed.items() if pk not in taken])
    serial = Case.objects.filter(opened_on__year=day.year).aggregate(last=Max("serial"))["last"] or 0
    cases = []
    for sample, (enterprise, name) in parties:
        ladder = chosen[sample.campaign_id][1]
        if ladder is not None:
            serial += 1
            case = _new_case(sample, ladder, enterprise, name, day=day, serial=serial)
            case.due_step, case.due_on = owed[sample.campaign_id]
            cases.append(case)
    return _store(cases, by=by)


def _owed(
    chosen: dict[int, tuple[Campaign, Ladder | None]], day: date
) -> dict[int, tuple[Step | None, date | None]]:
    """Return what a case of each campaign owes first, and until when."""
    reader = LadderReader()
    result: dict[int, tuple[Step | None, date | None]] = {}
    for key, (campaign, ladder) in chosen.items():
        first = ladder and reader.proceedings(ladder.pk, case_facts(campaign, day)).obligation()
        result[key] = (reader.steps(ladder.pk)[first[0].code], first[1]) if ladder and first else (None, None)
    return result


def opens_cases(campaign: Campaign) -> bool:
    """Tell whether failed samples of a campaign, stored or not yet, open cases."""
    rule = CampaignRule.objects.filter(campaign=campaign.pk).first() if campaign.pk else None
    if rule and (rule.ladder_id or not rule.opens_cases):
        return rule.opens_cases
    defaults = default_ladders()
    return bool(defaults.get(campaign.field) or defaults.get(""))


def _with_case(keys: list[int]) -> set[int]:
    found: set[int] = set()
    for start in range(0, len(keys), BULK_BATCH * 10):
        part = keys[start : start + BULK_BATCH * 10]
        found.update(Case.objects.filter(sample__in=part).values_list("sample", flat=True))
    return found


def _ladders_of(campaigns: set[int], ladders: dict[int, Ladder]) -> dict[int, tuple[Campaign, Ladder | None]]:
    """Return each campaign with the ladder its cases follow, None where it opens none."""
    rules = {rule.campaign_id: rule for rule in CampaignRule.objects.filter(campaign__in=campaigns)}
    defaults = default_ladders()
    chosen: dict[int, tuple[Campaign, Ladder | None]] = {}
    for campaign in Campaign.objects.filter(pk__in=campaigns):
        rule = rules.get(campaign.pk)
        ladder = defaults.get(campaign.field) or defaults.get("")
        if rule:
            ladder = (ladders[rule.ladder_id] if rule.ladder_id else ladder) if rule.opens_cases else None
        chosen[campaign.pk] = campaign, ladder
    return chosen


def _parties(samples: list[Sample]) -> list[tuple[Sample, tuple[Enterprise | None, str]]]:
    """Return the samples that are somebody's case, each with the party's file and name."""
    keys = list({key for sample in samples for key in (sample.producer_id, sample.seller_id) if key})
    files: dict[int, Enterprise] = {}
    for start in range(0, len(keys), BULK_BATCH * 10):
        files |= Enterprise.objects.in_bulk(keys[start : start + BULK_BATCH * 10])
    found = [(sample, party_of(sample, files)) for sample in samples]
    return [(sample, party) for sample, party in found if party[1]]


def party_of(sample: Sample, files: dict[int, Enterprise]) -> tuple[Enterprise | None, str]:
    """Return whose case a failed sample is: the producer's, else the seller's; file (if any) and name.

    The producer comes first where the county has its file; a producer elsewhere whose goods a seller
    with a file sold here leaves the case to the seller. A suspected counterfeit is the seller's alone.
    """
    producer, seller = files.get(sample.producer_id or 0), files.get(sample.seller_id or 0)
    if producer and not sample.is_counterfeit:
        return producer, producer.name
    if seller:
        return seller, seller.name
    if sample.is_counterfeit:
        return None, ""
    return None, sample.producer_name or sample.seller_name


def _new_case(
    sample: Sample, ladder: Ladder, enterprise: Enterprise | None, name: str, *, day: date, serial: int
) -> Case:
    return Case(
        number=f"{day.year}-{serial:04d}",
        serial=serial,
        sample_id=sample.pk,
        enterprise=enterprise,
        party=name,
        party_key=text.enterprise_key(name),
        township_id=enterprise.township_id if enterprise else sample.township_id,
        ladder=ladder,
        opened_on=day,
    )


def _store(cases: list[Case], *, by: object) -> int:
    """Write the cases with their history."""
    stored = Case.objects.bulk_create(cases, batch_size=BULK_BATCH)
    rows = iter([case.pk for case in stored])
    while part := list(islice(rows, BULK_BATCH * 10)):
        record_history(Case.objects.filter(pk__in=part), kind="+", by=by)
    return len(stored)


@transaction.atomic
def drop_unstarted_cases(cases: CaseQuerySet, *, by: object) -> int:
    """Remove the cases of samples that are being taken back, as long as no step was recorded in them.

    Raises ValidationError naming the first case that has begun; then nothing is removed.
    """
    count = len(cases.select_for_update(of=("self",)).values_list("pk"))
    begun = CaseAction.objects.filter(case__in=cases.values("pk")).select_related("case").first()
    if begun:
        raise ValidationError(
            _("Steps have been recorded in case %(number)s; its sample must stay.")
            % {"number": begun.case.number}
        )
    record_history(cases, kind="-", by=by)
    delete_rows(cases)
    return count
