"""``./portal bench``: measures import, papers, pages; prints, writes ``build/bench.json``; 1 past a limit."""

import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tests.bench import growth
from tests.bench.engine import STAGES
from tests.bench.memory import watched
from tests.bench.verdicts import Verdict, judge, read_limits
from tests.postgres import find_binaries, throwaway_server

ROOT = Path(__file__).resolve().parent.parent.parent
RESULT = ROOT / "build" / "bench.json"
ROWS, LARGE = 10_000, 100_000
MEGABYTE = 1_000_000
ENGINE = (sys.executable, "-m", "tests.bench.engine")
MAKE = "import sys, tests.bench.workbook as w; w.write_workbook(w.Path(sys.argv[1]), int(sys.argv[2]))"


def settings(folder: Path, database: str) -> dict[str, str]:
    """Return the environment of a measured process: its own database, its own files, production's speed."""
    own = {
        "DATABASE_URL": database,
        "MEDIA_ROOT": str(folder / "media"),
        "DJANGO_SETTINGS_MODULE": "quality_portal.settings",
        "DEBUG": "off",
    }
    return {**os.environ, **own}


def make_file(folder: Path, count: int) -> Path:
    """Make the workbook in a process of its own, so that its memory is not ours."""
    path = folder / f"{count}.xlsx"
    env = settings(folder, f"sqlite:///{folder / 'none.sqlite3'}")
    subprocess.run([sys.executable, "-c", MAKE, str(path), str(count)], cwd=ROOT, env=env, check=True)
    return path


def run_engine(what: str, file: Path, folder: Path, database: str) -> dict[str, Any]:
    """Measure in a process of its own and return its answer, with the peak of its memory."""
    output = folder / f"{what}.json"
    code, peak = watched([*ENGINE, what, str(file)], cwd=ROOT, env=settings(folder, database), output=output)
    if code:
        raise SystemExit(f"The measurement “{what}” failed (see above).")
    answer: dict[str, Any] = json.loads(output.read_text())
    return answer | {"peak": peak}


def measure(folder: Path) -> dict[str, Any]:
    """Return everything that was measured, by database and stage."""
    file = make_file(folder, ROWS)
    say(f"Measuring {ROWS} rows on SQLite, with the stock import")
    found = {"sqlite": run_engine("with-stock", file, folder, f"sqlite:///{folder / 'bench.sqlite3'}")}
    binaries = find_binaries()
    if binaries:
        say(f"Measuring {ROWS} rows on PostgreSQL")
        with throwaway_server(binaries) as url:
            found["postgresql"] = run_engine("rounds", file, folder, url)
        say("Measuring the pages of a county, a prefecture and a province on PostgreSQL")
        with throwaway_server(binaries) as url:
            found["pages"] = growth.measure(url, lambda address: settings(folder, address))
    say(f"Measuring {LARGE} rows")
    large = make_file(folder, LARGE)
    found["large"] = run_engine("large", large, folder, f"sqlite:///{folder / 'large.sqlite3'}")
    say("Measuring the papers of 40 units")
    found["papers"] = run_engine("papers", file, folder, f"sqlite:///{folder / 'papers.sqlite3'}")
    return found


def figures(found: Mapping[str, Any]) -> dict[str, float]:
    """Return the figures that have limits."""
    sqlite, stock = found["sqlite"]["medians"], found["sqlite"]["stock"]
    stock_per_row, own_per_row = stock["seconds"] / stock["rows"], sqlite["confirm"] / stock["rows_in_file"]
    result = {
        "preview_to_bare_reading": sqlite["preview"] / sqlite["bare"],
        "confirm_to_executemany_on_sqlite": sqlite["confirm"] / sqlite["plain"],
        "stock_import_to_confirm": stock_per_row / own_per_row,
        "memory_of_100000_rows": found["large"]["peak"] / MEGABYTE,
        "progress_seen": found["large"]["progress_seen"],
        "scores_of_40_units_by_60_criteria": found["papers"]["computing"],
        "notice_of_40_units": found["papers"]["notice"],
        "letters_of_40_units": found["papers"]["letters"],
        "letters_heard": found["papers"]["heard"],
        "memory_of_papers": found["papers"]["peak"] / MEGABYTE,
    }
    if "postgresql" in found:
        other = found["postgresql"]["medians"]
        result["confirm_to_copy_on_postgresql"] = other["confirm"] / other["stored"]
        result |= growth.figures(found["pages"])
    return result


def told(found: Mapping[str, Any], verdicts: list[Verdict]) -> str:
    """Return the printed tables: seconds of each stage, then every figure beside its limit."""
    lines = [f"{'median seconds':34}" + "".join(f"{name:>12}" for name in STAGES)]
    for engine in ("sqlite", "postgresql"):
        if engine in found:
            times = found[engine]["medians"]
            lines.append(f"{engine:34}" + "".join(f"{times[name]:12.3f}" for name in STAGES))
            ratios = (f"{times['confirm'] / times[name]:.2f} of {name}" for name in ("plain", "stored"))
            lines.append(f"  confirm is {', '.join(ratios)}")
    stock, large = found["sqlite"]["stock"], found["large"]
    lines += [
        f"stock import: {stock['seconds']:.1f} s for {stock['rows']} of {stock['rows_in_file']} rows",
        f"{large['written']} rows: preview {large['preview']:.1f} s, confirm {large['confirm']:.1f} s",
        *(growth.told(found["pages"]) if "pages" in found else ()),
        "",
        *(
            f"{'ok  ' if each.holds else 'MISS'} {each.name:36}{each.value:10.2f}   {each.limit}"
            for each in verdicts
        ),
    ]
    return "\n".join(lines)


def say(sentence: str) -> None:
    print(sentence, flush=True)


def main(measured: Callable[[Path], dict[str, Any]] = measure, result: Path = RESULT) -> int:
    """Measure, print, write; return 1 when a figure is beyond its limit."""
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as name:
        found = measured(Path(name))
    verdicts = judge(figures(found), read_limits())
    say(told(found, verdicts))
    if "postgresql" not in found:
        say("PostgreSQL was not measured: its server program is missing.")
    machine = {"python": platform.python_version(), "cores": os.cpu_count(), "system": platform.platform()}
    judged = [{**asdict(each), "holds": each.holds} for each in verdicts]
    result.parent.mkdir(exist_ok=True)
    result.write_text(json.dumps({"machine": machine, "figures": judged, "measured": found}, indent=2))
    return 0 if all(each.holds for each in verdicts) else 1


if __name__ == "__main__":
    sys.exit(main())
