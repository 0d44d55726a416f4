"""A document is about a measure, and may answer a request or application besides."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("blacklist", "0018_events_and_ledger")]
    operations = [
        migrations.RemoveIndex("issueddocument", "documents_of_matter"),
        migrations.RenameField("issueddocument", old_name="matter_id", new_name="measure_id"),
        migrations.AlterField(
            "issueddocument", "measure_id", models.UUIDField(null=True, verbose_name="所涉措施")
        ),
        migrations.AddField(
            "issueddocument", "matter_id", models.UUIDField(null=True, verbose_name="所涉申请")
        ),
        migrations.AddIndex("issueddocument", models.Index(fields=["measure_id"], name="documents_of_measure")),
        migrations.AddIndex(
            "issueddocument",
            models.Index(
                fields=["matter_id"],
                name="documents_of_matter",
                condition=models.Q(("matter_id__isnull", False)),
            ),
        ),
    ]
