from django.db import migrations

BLOCKED = "股份有限公司市\n娱乐城\n博彩"
SENSITIVE = "政治核心作用 学校党组织现用“领导作用”等表述，请对照最新文件\n十九大 是否应为最近一次全国代表大会的表述"


def lay(apps, schema_editor):
    SiteProfile = apps.get_model("core", "SiteProfile")
    SiteProfile.objects.create(pk=1, blocked_words=BLOCKED, sensitive_words=SENSITIVE)


def lift(apps, schema_editor):
    apps.get_model("core", "SiteProfile").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [migrations.RunPython(lay, lift)]
