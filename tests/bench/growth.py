"""Lays a county, a prefecture and a province into databases of one server and has each measured."""

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import psycopg2
from environ import Env

ROOT = Path(__file__).resolve().parent.parent.parent
FACTORS: Final = {"county": 1, "prefecture": 10, "province": 100}
MANAGE: Final = (sys.executable, "manage.py")
LAID: Final = (("migrate", "-v0"), ("load_plan",), ("load_demo",))

LISTS: Final = ("samples", "samples_filtered", "samples_last_page", "enterprises", "credentials", "cases")

Settings = Callable[[str], Mapping[str, str]]
"""Returns the environment of a process that works on a database, given by its address."""


def measure(url: str, settings: Settings) -> dict[str, Any]:
    """Return what was measured of every page, by the size of the place; the server's own database is used."""
    for command in LAID:
        subprocess.run([*MANAGE, *command], cwd=ROOT, env=settings(url), check=True, stdout=sys.stderr)
    return {name: _measured(url, settings, name, factor) for name, factor in FACTORS.items()}


def _measured(url: str, settings: Settings, name: str, factor: int) -> dict[str, Any]:
    base, _slash, own = url.rpartition("/")
    server = Env.db_url_config(url)
    connection = psycopg2.connect(host=server["HOST"], user=server["USER"], dbname="template1")
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{own}"')
        command = [sys.executable, "-m", "tests.bench.pages", str(factor)]
        done = subprocess.run(
            command, cwd=ROOT, env=settings(f"{base}/{name}"), check=True, stdout=subprocess.PIPE
        )
        cursor.execute(f'DROP DATABASE "{name}"')
    connection.close()
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def figures(found: Mapping[str, Mapping[str, Mapping[str, float]]]) -> dict[str, float]:
    """Return the figures that have limits: the slowest list in seconds, the dashboard against its queries.

    How times grow with the place is printed beside them; it has no limit yet.
    """
    county = found["county"]
    return {
        "slowest_list_of_a_county": max(county[page]["seconds"] for page in LISTS),
        "dashboard_to_its_queries": county["dashboard"]["seconds"] / county["dashboard"]["sql"],
    }


def told(found: Mapping[str, Mapping[str, Mapping[str, float]]]) -> list[str]:
    """Return the printed table: milliseconds of each page by the size of the place, and its queries' own."""
    lines = [f"{'median ms (queries alone)':34}" + "".join(f"{name:>18}" for name in found)]
    for page in found["county"]:
        pairs = ((place[page]["seconds"] * 1000, place[page]["sql"] * 1000) for place in found.values())
        cells = "".join(f"{f'{whole:.0f} ({alone:.0f})':>18}" for whole, alone in pairs)
        lines.append(f"{page:34}{cells}")
    return lines
