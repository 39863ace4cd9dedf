"""An upgrade from every earlier form of the database keeps all rows and ends in a sound one."""

import os
import subprocess
import sys

from tests.workshop import ROOT


def test_rows_of_every_earlier_form_arrive_in_the_newest() -> None:
    measured = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    answer = subprocess.run(
        (sys.executable, "-m", "tests.upkeep.upgrade"),
        cwd=ROOT, env=measured, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert answer.returncode == 0, answer.stdout[-4000:] + answer.stderr[-4000:]
    assert "0 broken" in answer.stdout
