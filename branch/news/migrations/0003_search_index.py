"""The grams of the search, as each database keeps them best: FTS5, or a tsvector under GIN."""

from django.db import migrations

LAY = {
    # detail=none: only which article holds which gram; the text itself lies in news_searchtext
    "sqlite": [
        "CREATE VIRTUAL TABLE news_grams USING fts5(grams, content='', detail=none, tokenize='ascii')"
    ],
    "postgresql": [
        "CREATE TABLE news_grams (rowid bigint PRIMARY KEY, grams tsvector NOT NULL)",
        "CREATE INDEX news_grams_gin ON news_grams USING gin (grams)",
    ],
}


def lay(apps, schema_editor):
    for statement in LAY[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def lift(apps, schema_editor):
    schema_editor.execute("DROP TABLE news_grams")


class Migration(migrations.Migration):
    dependencies = [("news", "0002_columns")]
    operations = [migrations.RunPython(lay, lift)]
