"""Searching by words: each word has to be found, in whatever order they are typed.

SQLite looks through the rows, which is quick enough for a county. PostgreSQL finds the rows of its large
tables by the pairs of neighbouring characters that a word consists of, whatever its language: an index of
three characters, which the database brings along, knows nothing of the Chinese words of two.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final, TypeVar, cast

from django.apps import AppConfig
from django.db import connection, models, transaction
from django.db.models import BooleanField, F, Func, Q, QuerySet, Value

Question = TypeVar("Question", bound=Callable[..., Any])
"""A method of a queryset that takes words and returns the narrowed queryset."""
Rows = TypeVar("Rows", bound=QuerySet[Any])

Parameters = tuple[str | int, ...]

SEARCHED: Final = "SEARCHED"
"""The attribute by which a model names its columns of text that are found by pairs of characters."""

_PAIRS: Final = """
CREATE OR REPLACE FUNCTION portal_pairs(words text) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    signs text[] := string_to_array(words, NULL);
    pairs text[] := '{}';
BEGIN
    FOR place IN 1 .. cardinality(signs) - 1 LOOP
        pairs[place] := signs[place] || signs[place + 1];
    END LOOP;
    RETURN pairs;
END $$
"""


def each_word(narrow: Question) -> Question:
    """Ask a queryset's question word by word; Chinese without blanks is one word."""

    @wraps(narrow)
    def narrowed(rows: QuerySet[Any], words: str) -> QuerySet[Any]:
        for word in words.split():
            rows = narrow(rows, word)
        return rows

    return cast("Question", narrowed)


def holds(word: str, *fields: str) -> Q:
    """Return the condition that one of the fields contains the word."""
    return Q(*((f"{field}__icontains", word) for field in fields), _connector=Q.OR)


class _HoldsPairs(Func):
    """Whether some columns hold every pair of a word's neighbouring characters; true on SQLite."""

    output_field = BooleanField()

    def __init__(self, word: str, *fields: str) -> None:
        super().__init__(*(F(field) for field in fields), Value(word))

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **context: Any) -> tuple[str, Parameters]:
        """Leave the finding to the conditions beside this one."""
        return "1 = 1", ()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, Parameters]:
        """Ask in the very words of the index."""
        *columns, word = (compiler.compile(source) for source in self.source_expressions)
        return f"{_pairs(sql for sql, _values in columns)} @> portal_pairs(upper({word[0]}))", tuple(word[1])


def _pairs(columns: Any) -> str:
    return f"portal_pairs(upper({' || chr(10) || '.join(columns)}))"


def paired(model: type[models.Model], word: str) -> Q:
    """Return what lets the index of a model's searched columns find a word: all rows that hold it, and more.

    The condition that the word is held stands beside it. A single character has no pair.
    """
    return Q(_HoldsPairs(word, *getattr(model, SEARCHED))) if len(word) > 1 else Q()


def found(model: type[models.Model], word: str, *fields: str) -> Q:
    """Return the condition that one of a model's searched columns contains the word, in whatever case."""
    return paired(model, word) & holds(word, *(fields or getattr(model, SEARCHED)))


def among(rows: Rows, *conditions: Q) -> Rows:
    """Return the rows that fit any of the conditions; each is asked alone, so that it can use its index."""
    keys = [rows.model._base_manager.filter(each).order_by().values("pk") for each in conditions]
    return rows.filter(pk__in=keys[0].union(*keys[1:]))


def install(app_config: AppConfig, **_signal: Any) -> None:
    """Give PostgreSQL the indexes of an app's models that name what is searched; those it has are left."""
    if connection.vendor != "postgresql":
        return
    tables = set(connection.introspection.table_names())
    for model in app_config.get_models():
        if SEARCHED in vars(model) and model._meta.db_table in tables:
            _index(model)


@transaction.atomic
def _index(model: type[models.Model]) -> None:
    name = f"{model._meta.db_table}_words"
    pairs = _pairs(connection.ops.quote_name(column) for column in getattr(model, SEARCHED))
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s)", [name])
        if cursor.fetchone()[0] is None:
            cursor.execute("SET LOCAL statement_timeout = 0")
            cursor.execute(_PAIRS)
            cursor.execute(f"CREATE INDEX {name} ON {model._meta.db_table} USING gin ({pairs})")
            # The planner learns how often each pair stands there.
            cursor.execute(f"ANALYZE {model._meta.db_table}")
