from django.db import migrations

# (name, slug, [second level]): the columns the branch's public site is laid out in
TREE = [
    (
        "支部动态",
        "branch",
        [
            ("支部要闻", "headlines"),
            ("组织生活", "organisation-life"),
            ("主题活动", "themed-events"),
        ],
    ),
    (
        "学习园地",
        "study",
        [
            ("理论学习", "theory"),
            ("党课与冬训", "lessons"),
            ("网评", "commentary"),
            ("读书荐书", "reading"),
        ],
    ),
    ("三走进", "walkins", []),
    (
        "心育之窗",
        "heart",
        [
            ("心理求助", "help"),
            ("心育资源", "resources"),
            ("国旗下讲话", "flag-speeches"),
            ("心理健康体验馆", "hall"),
        ],
    ),
    (
        "家校社共育",
        "together",
        [
            ("家长学校", "parents-school"),
            ("社区大讲堂", "community-lectures"),
            ("党员服务直通车", "service-express"),
            ("“5+2>7”快乐家园", "happy-home"),
            ("“好孩子”成长家园", "growing-home"),
            ("家教宣传", "parenting"),
        ],
    ),
    ("党员风采", "members", [("一个党员，一面旗帜", "flags"), ("荣誉", "honours")]),
    (
        "通知公示",
        "notices",
        [
            ("通知", "announcements"),
            ("公示", "public-notices"),
            ("支部概况与联系方式", "about-branch"),
        ],
    ),
]


def lay(apps, schema_editor):
    Column = apps.get_model("news", "Column")
    for order, (name, slug, below) in enumerate(TREE, start=1):
        top = Column.objects.create(name=name, slug=slug, order=order)
        for place, (child, child_slug) in enumerate(below, start=1):
            Column.objects.create(name=child, slug=child_slug, parent=top, order=place)


def lift(apps, schema_editor):
    Column = apps.get_model("news", "Column")
    slugs = [slug for _, top, below in TREE for slug in (*(pair[1] for pair in below), top)]
    for slug in slugs:
        Column.objects.filter(slug=slug).delete()


class Migration(migrations.Migration):
    dependencies = [("news", "0001_initial")]
    operations = [migrations.RunPython(lay, lift)]
