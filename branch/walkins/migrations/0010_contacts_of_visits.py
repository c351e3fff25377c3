from django.db import migrations


class Migration(migrations.Migration):
    """Does nothing; reversed, it deletes what is a contact only as a visit, before the visits go."""

    dependencies = [("walkins", "0009_families")]

    operations = [
        migrations.RunSQL(
            migrations.RunSQL.noop,
            [
                """DELETE FROM walkins_contactpairing
                WHERE contact_id IN (SELECT id FROM walkins_contact WHERE visit_id IS NOT NULL)""",
                "DELETE FROM walkins_contact WHERE visit_id IS NOT NULL",
            ],
        )
    ]
