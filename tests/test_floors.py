"""The house stands on its floors: imports and foreign keys point downwards only."""

import ast
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parent.parent

MAY_IMPORT: dict[str, frozenset[str]] = {
    "departments": frozenset(),
    "targets": frozenset({"departments"}),
    "enterprises": frozenset({"departments", "targets"}),
    "inspections": frozenset({"departments", "targets", "enterprises"}),
    "brands": frozenset({"departments", "targets", "enterprises"}),
    "reports": frozenset({"departments", "targets"}),
    "assessments": frozenset({"departments", "targets", "enterprises", "inspections", "brands", "reports"}),
}
"""Which of the rooms each room may import, besides ``quality_portal.lib``."""

ROOMS = frozenset(MAY_IMPORT)


def imported_modules(path: Path) -> set[str]:
    """Return the dotted names a module imports, wherever in the file it does."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


def modules_of(folder: str) -> list[Path]:
    """Return the Python files below a folder."""
    return sorted((ROOT / folder).rglob("*.py"))


def test_the_table_names_every_room() -> None:
    ours = {config.name for config in apps.get_app_configs() if (ROOT / config.name).is_dir()}
    assert ours == ROOMS


@pytest.mark.parametrize("room", sorted(ROOMS))
def test_a_room_imports_only_what_lies_below(room: str) -> None:
    allowed = MAY_IMPORT[room] | {room}
    wrong = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in modules_of(room)
        for name in imported_modules(path)
        if (name.split(".")[0] in ROOMS - allowed)
        or (name.startswith("quality_portal") and not name.startswith("quality_portal.lib"))
    }
    assert wrong == set()


def test_the_ground_floor_knows_no_room() -> None:
    wrong = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in modules_of("quality_portal/lib")
        for name in imported_modules(path)
        if name.split(".")[0] in ROOMS
        or (name.startswith("quality_portal") and not name.startswith("quality_portal.lib"))
    }
    assert wrong == set()


def test_models_never_import_actions() -> None:
    wrong = {
        f"{path.relative_to(ROOT)}: {name}"
        for room in ROOMS
        for path in [*modules_of(f"{room}/models"), ROOT / room / "models.py"]
        if path.exists()
        for name in imported_modules(path)
        if name.split(".")[-1] == "actions" or ".actions." in name
    }
    assert wrong == set()


def test_foreign_keys_point_downwards() -> None:
    wrong = {
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for room in ROOMS
        for model in apps.get_app_config(room).get_models()
        for field in model._meta.get_fields()
        if field.is_relation
        and field.concrete
        and field.related_model
        and field.related_model._meta.app_label in ROOMS - MAY_IMPORT[room] - {room}
    }
    assert wrong == set()


def test_history_rows_have_no_foreign_keys_in_the_database() -> None:
    wrong = {
        f"{model._meta.label}.{field.name}"
        for room in ROOMS
        for model in apps.get_app_config(room).get_models()
        if model.__name__.startswith("Historical")
        for field in model._meta.get_fields()
        if field.concrete
        and field.is_relation
        and field.name != "history_user"
        and getattr(field, "db_constraint", False)
        and "Historical" not in str(field.related_model)
    }
    assert wrong == set()
