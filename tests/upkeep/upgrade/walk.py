"""Migrations one after the other, each on tables that hold rows of all their earlier forms."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from unittest.mock import patch

from django.apps import apps
from django.db import connection, models
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.migration import Migration
from django.db.migrations.state import ProjectState

from departments.audit import triggers
from inspections import sample_counts
from tests.upkeep.upgrade.rows import Maker, Values

OURS = frozenset({"departments", "targets", "enterprises", "inspections", "brands", "reports", "assessments"})
ROWS = 8
"""Rows for each form of a table: the first is bare."""
COUNTED_SINCE = ("inspections", "0006_sample_count")
GIVEN_BY_MIGRATIONS = {"assessments.scheme": {"stage"}}
"""Columns that a data migration fills anew; the walk has a look at each of its own."""
TAKEN_AWAY: dict[str, set[str]] = {}
"""Columns whose values a migration gives up on purpose."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A row as it was written, after which migration."""

    label: str
    key: object
    values: Values
    after: tuple[str, str]


@contextmanager
def quick_states() -> Iterator[None]:
    """Let a change of a column draw its own model anew, not all that are related to it.

    Most of a walk's time is spent on those. Where exactness counts, before code that reads rows, Django
    draws all models anew by itself, as it does after changes that it calls delayed.
    """

    def quick(state: ProjectState, app: str, model: str, delay: object = None) -> set[tuple[str, str]]:
        state.is_delayed = True
        return {(app, model)}

    with patch.object(ProjectState, "_find_reload_model", quick):
        yield


class Walk:
    """Goes through the plan of migrations; every row written on the way must arrive."""

    def __init__(self) -> None:
        self.kept: list[Kept] = []
        self.steps = 0
        self._maker = Maker()

    @property
    def tables(self) -> int:
        """How many tables got rows."""
        return len({row.label for row in self.kept})

    @quick_states()
    def go(self) -> None:
        """Apply every migration; after each, write rows into the tables it made or altered."""
        executor = MigrationExecutor(connection)
        executor.recorder.ensure_schema()
        state = executor.loader.project_state([])
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        # An app's first version may be several migrations, between which nobody had any rows.
        first_versions = {m.app_label: m.name for m, _backwards in plan if m.initial}
        is_counted = False
        for migration, _backwards in plan:
            step = (migration.app_label, migration.name)
            # As a version of its own would: what stands beside the tables steps aside and comes back.
            sample_counts.step_aside()
            state = executor.apply_migration(state, migration)
            triggers.install()
            is_counted = is_counted or step == COUNTED_SINCE
            if is_counted:
                sample_counts.install()
            self.steps += 1
            if migration.app_label in OURS and migration.name >= first_versions[migration.app_label]:
                self._fill(state, migration)

    def _fill(self, state: ProjectState, migration: Migration) -> None:
        for name in sorted(_touched(migration, state)):
            model = state.apps.get_model(migration.app_label, name)
            if model._meta.managed:
                for number in range(ROWS):
                    self._keep(self._maker.make(model, bare=number == 0), migration)

    def _keep(self, row: models.Model, migration: Migration) -> None:
        stored = type(row)._base_manager.filter(pk=row.pk).values().get()
        self.kept.append(Kept(row._meta.label_lower, row.pk, stored, (migration.app_label, migration.name)))

    def faults(self) -> list[str]:
        """Return a sentence for every row that did not arrive as it was."""
        found = [fault for row in self.kept for fault in self._compared(row)]
        return found + self._published() + self._drawn()

    def _compared(self, row: Kept) -> list[str]:
        model = apps.get_model(row.label)
        now = model._base_manager.filter(pk=row.key).values().first()
        where = f"{row.label} {row.key}, written after {'.'.join(row.after)}"
        if now is None:
            return [f"{where}: is gone"]
        told = GIVEN_BY_MIGRATIONS.get(row.label, set()) | TAKEN_AWAY.get(row.label, set())
        return [
            f"{where}: {name} was {value!r} and is {now.get(name, 'no column any more')!r}"
            for name, value in row.values.items()
            if name not in told and (name not in now or now[name] != value)
        ]

    def _published(self) -> list[str]:
        """Schemes published before stages were kept stand at “published”; the others keep their stage."""
        found = []
        for row in self.kept:
            if row.label == "assessments.scheme":
                stage = (
                    apps.get_model(row.label)._base_manager.values_list("stage", flat=True).get(pk=row.key)
                )
                is_old = row.after[0] == "assessments" and row.after[1] < "0003"
                was = row.values.get("stage", "draft")
                wanted = "published" if is_old and row.values["published_at"] else was
                if stage != wanted:
                    found.append(f"scheme {row.key}: stands at {stage}, not at {wanted}")
        return found

    def _drawn(self) -> list[str]:
        """Draws recorded before they kept their share have that of their scheme."""
        found = []
        for row in self.kept:
            if row.label == "assessments.sitedraw" and "share" not in row.values:
                draw = apps.get_model(row.label)._base_manager.select_related("scheme").get(pk=row.key)
                if draw.share != draw.scheme.onsite_share:
                    found.append(f"draw {row.key}: a share of {draw.share}")
        return found


def _touched(migration: Migration, state: ProjectState) -> set[str]:
    """Return the models whose tables get rows: all of a first version, else those it is about."""
    if migration.initial:
        return {name for app, name in state.models if app == migration.app_label}
    names = {_model_of(operation) for operation in migration.operations}
    return {name for name in names if (migration.app_label, name) in state.models}


def _model_of(operation: object) -> str:
    """Return the name of the model an operation makes or alters, empty for others."""
    return str(getattr(operation, "model_name", None) or getattr(operation, "name", "")).lower()
