from django.db import migrations


class Migration(migrations.Migration):
    """Excuses belong to `coverage` and imports to `rosters` from here on: their tables are renamed.

    The tables stay what they are; the two apps take them over in their first migrations.
    """

    dependencies = [("core", "0005_import_batches")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.AlterModelTable("excuse", "coverage_excuse"),
                migrations.AlterModelTable("importbatch", "rosters_importbatch"),
                migrations.AlterModelTable("importedrow", "rosters_importedrow"),
            ],
            state_operations=[
                migrations.DeleteModel("ImportedRow"),
                migrations.DeleteModel("ImportBatch"),
                migrations.DeleteModel("Excuse"),
            ],
        )
    ]
