"""The command that asks the integrity checks; what each finds is shown on the demonstration county."""

import json
import os
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from departments.integrity import registered
from enterprises.models import Enterprise
from quality_portal.upkeep.integrity.files import UNDER_WAY
from tests.enterprises.factories import make_enterprise

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_command_counts_names_examples_and_links_and_fails() -> None:
    for _number in range(5):
        make_enterprise()
    Enterprise.objects.update(name_key="别的")
    out = StringIO()
    asked = ("enterprises.name-keys", "enterprises.mergers")
    with pytest.raises(SystemExit) as ended:
        call_command("integrity", "--json", *(f"--only={name}" for name in asked), stdout=out)
    mergers, keys = json.loads(out.getvalue())
    lowest = Enterprise.objects.order_by("pk")[0].pk
    assert (ended.value.code, mergers["broken"], keys["broken"], len(keys["examples"])) == (1, 0, 5, 3)
    assert keys["examples"][0]["url"] == f"/admin/enterprises/enterprise/{lowest}/change/"


def test_files_without_a_record_are_removed_when_asked_for_and_young_ones_stay(tmp_path: Path) -> None:
    young, left = tmp_path / "media" / "cases" / "young.pdf", tmp_path / "media" / "cases" / "left.pdf"
    young.parent.mkdir(parents=True)
    for file in (young, left):
        file.write_bytes(b"left")
    moment = left.stat().st_mtime - UNDER_WAY - 1
    os.utime(left, (moment, moment))
    out = StringIO()
    call_command("integrity", "--remove-orphans", stdout=out)
    assert out.getvalue().splitlines()[-1] == f"{len(registered())} checks, 0 broken"
    assert (young.exists(), left.exists()) == (True, False)
