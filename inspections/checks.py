"""What must always hold of imported tables and enforcement cases."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from departments.integrity import Check, Flaw, flaw
from inspections.models import Case, CaseAction, ImportBatch, ReplacedSample, Sample
from inspections.queries.cases import LadderReader, case_facts
from inspections.rules.ladder import ActionFacts, Proceedings
from quality_portal.lib import text

State = ImportBatch.State


def _counted(rows: "type[Sample] | type[ReplacedSample]", **conditions: OuterRef) -> Coalesce:
    (name,) = conditions
    counted = rows._default_manager.filter(**conditions).order_by().values(name).annotate(n=Count("pk"))
    return Coalesce(Subquery(counted.values("n")), 0)


def import_counts() -> Iterator[Flaw]:
    """Yield the imports whose batches are more or fewer than they say to have written.

    A batch that a later import changed is counted where it is kept as it was before.
    """
    rows = ImportBatch.objects.annotate(
        here=_counted(Sample, import_batch=OuterRef("pk")),
        passed_on=_counted(ReplacedSample, former_import=OuterRef("pk")),
    )
    for row in rows.order_by("pk").iterator(chunk_size=100):
        found = row.here + row.passed_on
        said = row.written if row.is_done else 0
        if found != said:
            yield flaw(row, f"{row.state}: {said} batches written, {found} found")


def import_reports() -> Iterator[Flaw]:
    """Yield the finished imports whose report gives another number than was written."""
    for row in ImportBatch.objects.filter(state=State.DONE).order_by("pk").iterator(chunk_size=100):
        reported = row.report.get("created", 0) + row.report.get("updated", 0)
        if reported != row.written:
            yield flaw(row, f"reports {reported} batches, wrote {row.written}")


def case_numbers() -> Iterator[Flaw]:
    """Yield the cases whose number is not that of their year and serial number."""
    for row in Case.objects.order_by("pk").only("number", "serial", "opened_on", "party").iterator():
        if row.number != f"{row.opened_on.year}-{row.serial:04d}":
            yield flaw(row, f"serial number {row.serial} of {row.opened_on.year}")


def party_keys() -> Iterator[Flaw]:
    """Yield the cases whose key for searching does not follow from the party's name."""
    for row in Case.objects.order_by("pk").only("number", "party", "party_key").iterator():
        if row.party_key != text.enterprise_key(row.party):
            yield flaw(row, f"is searched by “{row.party_key}”")


def ladder_order() -> Iterator[Flaw]:
    """Yield the steps taken in cases without the former step that their ladder asks for, or after closing.

    A ladder may have been changed since: what its days and its field allow is not asked again.
    """
    reader = LadderReader()
    rows = CaseAction.objects.valid().select_related("case__sample__campaign", "step")
    ordered = rows.order_by("case", "taken_on", "pk").iterator()
    for _case, actions in groupby(ordered, key=lambda action: action.case_id):
        taken: list[ActionFacts] = []
        for action in actions:
            steps = reader.steps(action.case.ladder_id)
            facts = case_facts(action.case.sample.campaign, action.case.opened_on)
            before = reader.proceedings(action.case.ladder_id, replace(facts, actions=tuple(taken)))
            if action.step.code in steps and not _is_in_order(before, action.step.code):
                yield flaw(action, f"out of order in case {action.case.number}")
                break
            taken.append(ActionFacts(action.step.code, action.taken_on, action.outcome))


def _is_in_order(before: Proceedings, code: str) -> bool:
    closed = any(before.by_code[action.step].closes for action in before.case.actions)
    return not closed and before.is_reached(before.by_code[code])


def case_closings() -> Iterator[Flaw]:
    """Yield the cases that are closed without a closing step, on another day, or open in spite of one."""
    closing = CaseAction.objects.valid().filter(case=OuterRef("pk"), step__closes=True).order_by("-taken_on")
    rows = Case.objects.annotate(
        ended_on=Subquery(closing.values("taken_on")[:1]), ended_with=Subquery(closing.values("step")[:1])
    ).exclude(ended_on=None, closed_on=None)
    for row in rows.order_by("pk").iterator():
        if (row.closed_on, row.closed_with_id) != (row.ended_on, row.ended_with):
            yield flaw(row, f"closed on {row.closed_on}, its closing step was taken on {row.ended_on}")


def case_steps() -> Iterator[Flaw]:
    """Yield the steps taken, or owed, by another ladder than the case's."""
    rows = CaseAction.objects.exclude(step__ladder=F("case__ladder")).select_related("step", "case")
    for row in rows.order_by("pk").iterator():
        yield flaw(row, f"no step of the ladder of case {row.case.number}")
    for case in Case.objects.exclude(due_step=None).exclude(due_step__ladder=F("ladder")).order_by("pk"):
        yield flaw(case, "owes a step of another ladder")


CHECKS = (
    Check("inspections.import-counts", "an import's batches are as many as it wrote", import_counts),
    Check("inspections.import-reports", "an import reports as many batches as it wrote", import_reports),
    Check("inspections.case-numbers", "a case bears the number of its year", case_numbers),
    Check("inspections.party-keys", "a case is searched by the key of its party", party_keys),
    Check("inspections.ladder-order", "steps of a case are taken in the ladder's order", ladder_order),
    Check("inspections.case-closings", "a case is closed by its closing step", case_closings),
    Check("inspections.case-steps", "steps of a case are of its own ladder", case_steps),
)
