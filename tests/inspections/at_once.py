"""Two people who import at the same moment: ``python -m tests.inspections.at_once FILE FILE``."""

import json
import sys
from pathlib import Path
from threading import Thread

import django


def import_both(paths: list[Path]) -> list[str]:
    """Confirm an upload of each file at once, each in a thread of its own; return how they end."""
    from django.core.files.base import ContentFile
    from django.db import connection

    from inspections.actions import imports as actions
    from inspections.imports.work import write_upload
    from inspections.models import ImportBatch
    from tests.departments.factories import make_user

    def write(pk: int) -> None:
        try:
            write_upload(pk)
        finally:
            connection.close()

    uploads = [
        actions.receive(ContentFile(path.read_bytes(), name=path.name), by=make_user()) for path in paths
    ]
    assert all(actions.start(upload) for upload in uploads)
    threads = [Thread(target=write, args=(upload.pk,)) for upload in uploads]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [ImportBatch.objects.get(pk=upload.pk).state for upload in uploads]


if __name__ == "__main__":
    django.setup()
    print(json.dumps(import_both([Path(name) for name in sys.argv[1:]])))
