"""How the database counts the samples: a roll-up on PostgreSQL, the samples themselves on SQLite.

PostgreSQL adds to the table whatever a statement did to the samples, in the statement's own transaction and
whoever wrote it. It only adds rows, those of a removal with numbers below zero, and never changes one: so
writers do not wait for each other. ``fold`` puts rows together that speak of one thing.
SQLite serves counties, whose samples are counted quickly: there the table is a view of them.
"""

from typing import Any

from django.db import connection, transaction

from inspections.models import Campaign, Part, Result, Sample, SampleCount

TABLE = SampleCount._meta.db_table
SAMPLES = Sample._meta.db_table

_KEYS = "part, campaign_id, judged_on, township_id, product_class_id, side"
_NUMBERS = ("drawn", "drawn_failed", "tested", "failed")
_COLUMNS = f"{_KEYS}, {', '.join(_NUMBERS)}"
_FAILED = f"result = '{Result.FAIL.value}'"
_SUMS = ", ".join(f"sum({name})" for name in _NUMBERS)
_ANY = " OR ".join(f"sum({name}) <> 0" for name in _NUMBERS)

_COUNTED = f"""
SELECT CASE grouping(township_id, product_class_id, side)
         WHEN 7 THEN '{Part.DAY}' WHEN 3 THEN '{Part.TOWNSHIP}'
         WHEN 5 THEN '{Part.PRODUCT_CLASS}' ELSE '{Part.SIDE}' END AS part,
       campaign_id, judged_on, township_id, product_class_id, side,
       sum(sign) AS drawn,
       coalesce(sum(sign) FILTER (WHERE {_FAILED}), 0) AS drawn_failed,
       coalesce(sum(sign) FILTER (WHERE NOT is_counterfeit), 0) AS tested,
       coalesce(sum(sign) FILTER (WHERE {_FAILED} AND NOT is_counterfeit), 0) AS failed
  FROM ({{rows}}) AS changed
 GROUP BY GROUPING SETS ((campaign_id, judged_on), (campaign_id, judged_on, township_id),
                         (campaign_id, judged_on, product_class_id), (campaign_id, judged_on, side))
"""  # noqa: S608 names of ours only

_UNEQUAL = f"""
HAVING sum(sign) <> 0
    OR coalesce(sum(sign) FILTER (WHERE {_FAILED}), 0) <> 0
    OR coalesce(sum(sign) FILTER (WHERE NOT is_counterfeit), 0) <> 0
    OR coalesce(sum(sign) FILTER (WHERE {_FAILED} AND NOT is_counterfeit), 0) <> 0
"""


def _signed(table: str, sign: int) -> str:
    read = "campaign_id, judged_on, township_id, product_class_id, side, result, is_counterfeit"
    return f"SELECT {read}, {sign} AS sign FROM {table}"  # noqa: S608 names of ours only


def _adding(*tables: tuple[str, int]) -> str:
    rows = " UNION ALL ".join(_signed(*each) for each in tables)
    return f"INSERT INTO {TABLE} ({_COLUMNS}) {_COUNTED.format(rows=rows)} {_UNEQUAL}"


_TABLE = f"""
CREATE TABLE IF NOT EXISTS {TABLE} (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    part varchar(16) NOT NULL, campaign_id bigint NOT NULL, judged_on date NOT NULL,
    township_id bigint, product_class_id bigint, side varchar(12),
    drawn integer NOT NULL, drawn_failed integer NOT NULL, tested integer NOT NULL, failed integer NOT NULL
);
CREATE INDEX IF NOT EXISTS {TABLE}_asked ON {TABLE} (part, judged_on)
    INCLUDE (campaign_id, township_id, product_class_id, side, drawn, drawn_failed, tested, failed);
CREATE INDEX IF NOT EXISTS {TABLE}_campaign ON {TABLE} (campaign_id);
"""

_TRIGGERS = f"""
CREATE OR REPLACE FUNCTION {TABLE}_add() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN {_adding(("new_rows", 1))};
    ELSIF TG_OP = 'UPDATE' THEN {_adding(("new_rows", 1), ("old_rows", -1))};
    ELSIF TG_OP = 'DELETE' THEN {_adding(("old_rows", -1))};
    ELSE DELETE FROM {TABLE};
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER {TABLE}_insert AFTER INSERT ON {SAMPLES}
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION {TABLE}_add();
CREATE OR REPLACE TRIGGER {TABLE}_update AFTER UPDATE ON {SAMPLES}
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION {TABLE}_add();
CREATE OR REPLACE TRIGGER {TABLE}_delete AFTER DELETE ON {SAMPLES}
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION {TABLE}_add();
CREATE OR REPLACE TRIGGER {TABLE}_truncate AFTER TRUNCATE ON {SAMPLES}
    FOR EACH STATEMENT EXECUTE FUNCTION {TABLE}_add();
"""  # noqa: S608 names of ours only


def _view() -> str:
    """Return the view that has a row for each sample and part: on SQLite a sum of ones is quick enough."""
    of_part = {Part.TOWNSHIP: "township_id", Part.PRODUCT_CLASS: "product_class_id", Part.SIDE: "side"}
    selects = []
    for number, part in enumerate(Part):
        keys = (name if name == of_part.get(part) else f"NULL AS {name}" for name in of_part.values())
        selects.append(
            f"SELECT id * 4 + {number} AS id, '{part}' AS part, campaign_id, judged_on, {', '.join(keys)}, "  # noqa: S608
            f"1 AS drawn, {_FAILED} AS drawn_failed, NOT is_counterfeit AS tested, "
            f"{_FAILED} AND NOT is_counterfeit AS failed FROM {SAMPLES}"
        )
    return f"CREATE VIEW IF NOT EXISTS {TABLE} AS {' UNION ALL '.join(selects)}"


def install(**_signal: Any) -> None:
    """Let the database count; samples that are there already are counted at once."""
    tables = connection.introspection.table_names(include_views=True)
    if SAMPLES not in tables:
        return
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(_view())
        elif TABLE not in tables:
            # Nobody may write between the first count and the first trigger.
            cursor.execute(f"{_TABLE} LOCK TABLE {SAMPLES} IN SHARE ROW EXCLUSIVE MODE; {_TRIGGERS}")
            cursor.execute(_adding((SAMPLES, 1)))


def step_aside(**_signal: Any) -> None:
    """Remove the view, which SQLite does not let a migration rebuild its table under."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"DROP VIEW IF EXISTS {TABLE}")


def fold(campaign: Campaign) -> None:
    """Put rows of a campaign together that speak of one thing; the caller has locked the campaign."""
    if connection.vendor == "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH gone AS (DELETE FROM {TABLE} WHERE campaign_id = %s RETURNING *) "  # noqa: S608
            f"INSERT INTO {TABLE} ({_COLUMNS}) SELECT {_KEYS}, {_SUMS} FROM gone "
            f"GROUP BY {_KEYS} HAVING {_ANY}",
            [campaign.pk],
        )


def fold_all() -> None:
    """Put all rows together, one campaign after the other."""
    for key in Campaign.objects.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            if campaign := Campaign.objects.select_for_update(of=("self",)).filter(pk=key).first():
                fold(campaign)


def differences() -> int:
    """Return how many counts are not what counting all samples gives; 0 is right."""
    if connection.vendor == "sqlite":
        return 0
    counted = _COUNTED.format(rows=_signed(SAMPLES, 1))
    kept = f"SELECT {_KEYS}, {_SUMS} FROM {TABLE} GROUP BY {_KEYS} HAVING {_ANY}"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH counted AS ({counted}), kept AS ({kept}) "  # noqa: S608
            "SELECT count(*) FROM ((TABLE counted EXCEPT TABLE kept) "
            "UNION ALL (TABLE kept EXCEPT TABLE counted)) AS unequal"
        )
        return int(cursor.fetchone()[0])


@transaction.atomic
def recount() -> None:
    """Count all samples anew; writers wait meanwhile."""
    if connection.vendor == "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {SAMPLES} IN SHARE ROW EXCLUSIVE MODE; DELETE FROM {TABLE}")  # noqa: S608
        cursor.execute(_adding((SAMPLES, 1)))
