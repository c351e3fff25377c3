from django.db import migrations

# name, kind, area, whom it expects, standard, open to the public
PROGRAMMES = [
    ("党员大会", "general_meeting", "organisation", "members", "", False),
    ("支委会", "committee_meeting", "organisation", "committee", "", False),
    ("党小组会", "group_meeting", "organisation", "group", "", False),
    ("党课", "party_lesson", "organisation", "members", "leader", False),
    ("主题党日", "themed_day", "organisation", "members", "leader", False),
    ("组织生活会", "organisation_life", "organisation", "members", "", False),
    ("民主评议党员", "appraisal", "organisation", "members", "", False),
    ("党员冬训", "winter_training", "learning", "members", "leader", False),
    ("暑期教师培训", "summer_training", "learning", "staff", "leader", False),
    ("班主任上岗培训", "post_training", "learning", "open", "pacesetter", False),
    ("专题报告", "lecture", "learning", "staff", "leader", False),
    ("国旗下讲话", "flag_speech", "learning", "open", "", False),
    ("班级团辅", "class_session", "walkins", "open", "pacesetter", False),
    ("结对工作会", "other", "walkins", "members", "pacesetter", False),
    ("党员服务直通车", "service_express", "service", "open", "servant", True),
    ("社区大讲堂", "community_lecture", "service", "open", "servant", True),
    ("“党团员志愿者在行动”", "volunteering", "service", "open", "servant", False),
    ("在职党员“三报到三服务”", "volunteering", "service", "open", "servant", False),
    ("家长学校", "parent_school", "home_school", "open", "servant", True),
    ("“5+2>7”快乐家园", "joint_programme", "home_school", "open", "servant", True),
    ("“好孩子”成长家园", "joint_programme", "home_school", "open", "servant", True),
]


def lay(apps, schema_editor):
    Programme = apps.get_model("activities", "Programme")
    Standard = apps.get_model("members", "Standard")
    standards = {standard.code: standard for standard in Standard.objects.all()}
    for order, (name, kind, area, audience, standard, is_public) in enumerate(PROGRAMMES, start=1):
        Programme.objects.create(
            name=name,
            kind=kind,
            area=area,
            audience=audience,
            standard=standards.get(standard),
            is_public=is_public,
            order=order,
        )


def lift(apps, schema_editor):
    names = [row[0] for row in PROGRAMMES]
    apps.get_model("activities", "Programme").objects.filter(name__in=names).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0001_initial"),
        ("members", "0002_three_named_standards"),
    ]
    operations = [migrations.RunPython(lay, lift)]
