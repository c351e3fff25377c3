from django.db import migrations

# The school's report asks for six and names three; the branch names the rest.
NAMED = [
    ("leader", "争当队伍领头羊", "加强学习，提高素质"),
    ("pacesetter", "争当岗位排头兵", "专研业务，提高水平"),
    ("servant", "争当服务模范岗", "积极行动，无私奉献"),
    ("fourth", "", ""),
    ("fifth", "", ""),
    ("sixth", "", ""),
]


def lay(apps, schema_editor):
    Standard = apps.get_model("members", "Standard")
    for order, (code, title, description) in enumerate(NAMED, start=1):
        Standard.objects.create(code=code, title=title, description=description, order=order)


def lift(apps, schema_editor):
    apps.get_model("members", "Standard").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("members", "0001_initial")]
    operations = [migrations.RunPython(lay, lift)]
