"""The themes with which the library of class sessions starts; the school may change them."""

from django.db import migrations

THEMES = [
    ("情绪的天气", "认识情绪，说出此刻的心情"),
    ("认识新同学", "新班级里互相认识，找到同伴"),
    ("同桌之间", "相处中的小摩擦怎么说、怎么办"),
    ("我的优点清单", "看见自己和同学的长处"),
    ("学习有方法", "时间安排，把大任务分成小步"),
    ("考前放轻松", "呼吸、放松和考前的作息"),
    ("手机和我", "自己定规则，学会放下"),
    ("遇到困难找谁", "身边可以求助的人和方法"),
    ("和爸妈好好说话", "倾听，说出需要"),
    ("拒绝欺凌", "认出欺凌，保护自己，帮助同学"),
    ("青春期的我", "身心变化，尊重自己和别人"),
    ("给未来的自己", "目标和希望，毕业前的告别"),
]


def add_themes(apps, schema_editor):
    theme = apps.get_model("walkins", "SessionTheme")
    theme.objects.bulk_create(
        theme(name=name, about=about, order=order)
        for order, (name, about) in enumerate(THEMES, start=1)
    )


def remove_themes(apps, schema_editor):
    names = [name for name, _ in THEMES]
    apps.get_model("walkins", "SessionTheme").objects.filter(name__in=names, sessions=None).delete()


class Migration(migrations.Migration):
    dependencies = [("walkins", "0012_classes")]

    operations = [migrations.RunPython(add_themes, remove_themes)]
