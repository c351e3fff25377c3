from django.db import migrations

OF_VISITS = "SELECT id FROM walkins_contact WHERE visit_id IS NOT NULL"


class Migration(migrations.Migration):
    """Does nothing; reversed, it deletes what is a contact only as a visit, before the visits go."""

    dependencies = [("walkins", "0009_families")]

    operations = [
        migrations.RunSQL(
            migrations.RunSQL.noop,
            [
                f"DELETE FROM walkins_contactpairing WHERE contact_id IN ({OF_VISITS})",
                "DELETE FROM walkins_contact WHERE visit_id IS NOT NULL",
            ],
        )
    ]
