"""Schemes published before the procedure was kept stand at the stage “published”."""

from django.db import migrations


def to_published(apps, schema_editor):
    apps.get_model("assessments", "Scheme").objects.filter(published_at__isnull=False).update(stage="published")


class Migration(migrations.Migration):
    dependencies = [("assessments", "0002_procedure")]

    operations = [migrations.RunPython(to_published, migrations.RunPython.noop)]
