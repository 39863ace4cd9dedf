"""The counts that the database keeps of the samples: whoever writes, they are those of a full count."""

from collections.abc import Callable
from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import Sum

from departments.models import Department
from inspections.imports.bulk import delete_rows, insert_rows
from inspections.models import Campaign, FailedItem, Part, Result, Sample, SampleCount, Side
from inspections.sample_counts import differences, fold, fold_all, install, step_aside
from tests.departments.factories import make_township
from tests.inspections.factories import make_campaign, make_sample

NEW_YEAR = date(2025, 1, 1)
postgresql = pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite counts the samples themselves")


def counts(part: Part = Part.DAY, **narrowed: object) -> tuple[int, ...]:
    """Return batches drawn, failed, tested, and failed without counterfeits, as they are kept."""
    names = ("drawn", "drawn_failed", "tested", "failed")
    rows = SampleCount.objects.filter(part=part, **narrowed)
    found = rows.aggregate(**{f"sum_{name}": Sum(name) for name in names})
    return tuple(found[f"sum_{name}"] or 0 for name in names)


@pytest.mark.django_db
def test_counts_follow_every_way_of_writing() -> None:
    east, west, campaign = make_township(), make_township(), make_campaign()
    passed = make_sample(campaign=campaign, township=east, judged_on=NEW_YEAR)
    make_sample(campaign=campaign, township=east, judged_on=NEW_YEAR, result=Result.FAIL)
    assert counts() == counts(Part.TOWNSHIP, township=east) == (2, 1, 2, 1)
    make_sample(campaign=campaign, township=west, result=Result.FAIL, is_counterfeit=True)
    assert counts(Part.TOWNSHIP, township=west) == (1, 1, 0, 0)
    Sample.objects.filter(pk=passed.pk).update(township=west, side=Side.RETAIL)
    assert counts(Part.TOWNSHIP, township=west) == (2, 1, 1, 0)
    assert counts(Part.SIDE, side=Side.RETAIL)[0] == 1
    Sample.objects.update(result=Result.PASS)
    assert counts(campaign=campaign) == (3, 0, 2, 0)
    fold(campaign)
    assert counts(campaign=campaign) == (3, 0, 2, 0)
    delete_rows(Sample.objects.filter(township=east))
    assert [counts(part)[0] for part in Part] == [2, 2, 2, 2]
    assert differences() == 0


@pytest.mark.django_db
def test_rows_written_over_are_counted_once() -> None:
    sample = make_sample(result=Result.FAIL, judged_on=NEW_YEAR)
    names = ("campaign_id", "key", "version", "judged_on", "result")
    fields = [field for field in Sample._meta.concrete_fields if not field.primary_key]
    said = [field.attname for field in fields]
    row = [field.get_db_prep_save(getattr(sample, field.attname), connection) for field in fields]
    row[said.index("result")] = Result.PASS
    insert_rows(Sample, said, [row], replace=names[2:], identity=names[:2])
    assert counts() == (1, 0, 1, 0)
    assert differences() == 0


@pytest.mark.django_db
def test_a_database_that_has_samples_is_counted_when_counting_begins() -> None:
    make_sample(result=Result.FAIL)
    step_aside()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE {SampleCount._meta.db_table}")
    install()
    install()
    make_sample()
    assert counts() == (2, 1, 2, 1)


@postgresql
@pytest.mark.django_db
def test_the_command_proves_repairs_and_puts_together(capsys: pytest.CaptureFixture[str]) -> None:
    campaign = make_campaign()
    for _number in range(3):
        make_sample(campaign=campaign)
    call_command("check_rollups")
    assert SampleCount.objects.count() == len(Part)
    SampleCount.objects.filter(part=Part.DAY).update(failed=5)
    with pytest.raises(CommandError, match="2 counts"):
        call_command("check_rollups")
    call_command("check_rollups", repair=True)
    call_command("check_rollups")
    assert counts() == (3, 0, 3, 0)
    assert "anew" in capsys.readouterr().out


def at_once(*works: Callable[[], None]) -> None:
    """Do all at the same moment, each on a connection of its own."""
    start = Barrier(len(works))
    failures: list[BaseException] = []

    def run(work: Callable[[], None]) -> None:
        try:
            start.wait()
            work()
        except BaseException as failure:  # noqa: BLE001 told by the assertion below
            failures.append(failure)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def writing(campaign: Campaign, townships: list[Department], *, backwards: bool) -> Callable[[], None]:
    """Return what writes batches of many days and places in several statements, and then folds."""

    def write() -> None:
        order = range(40)
        with transaction.atomic():
            Campaign.objects.select_for_update(of=("self",)).get(pk=campaign.pk)
            for step in reversed(order) if backwards else order:
                Sample.objects.bulk_create(
                    Sample(
                        campaign=campaign,
                        key=f"{step}-{number}",
                        product="水泥",
                        township=townships[number % 2],
                        judged_on=NEW_YEAR + timedelta(days=step),
                        result=Result.FAIL if number == 0 else Result.PASS,
                    )
                    for number in range(5)
                )
            fold(campaign)

    return write


@postgresql
@pytest.mark.django_db(transaction=True)
def test_imports_edits_and_folding_at_once_neither_block_nor_lose_a_count() -> None:
    townships = [make_township(), make_township()]
    first, second = make_campaign(), make_campaign()
    edited = [make_sample(campaign=first, township=townships[0]) for _number in range(10)]

    def edit() -> None:
        for sample in edited:
            Sample.objects.filter(pk=sample.pk).update(township=townships[1], result=Result.FAIL)

    at_once(
        writing(first, townships, backwards=False),
        writing(second, townships, backwards=True),
        edit,
        fold_all,
    )
    assert counts() == (410, 90, 410, 90)
    assert counts(Part.TOWNSHIP, township=townships[1])[0] == 2 * 40 * 2 + 10
    assert differences() == 0
    FailedItem.objects.all().delete()
    Sample.objects.all()._raw_delete("default")
    assert counts() == (0, 0, 0, 0)
