"""Factories of talks, and of what stays of them."""

from branch.activities.models import ActivityPart, Speaker
from branch.service.models import BookRecommendation, FeedbackBox
from tests.activities.factories import at, make_activity
from tests.conftest import TODAY
from tests.factories import make_staff, make_user

NAME, UNIT = "林向晖", "市心理卫生协会"


def make_talk(name="家长学校", *, staff=None, speaker=None, **fields):
    """A talk for parents that was held on Friday, 20 November 2026, announced to the public."""
    talk = make_activity(
        name,
        **{
            "title": "《给孩子真正的支持》",
            "starts_at": at(2026, 11, 20, 18, 30),
            "ends_at": at(2026, 11, 20, 20),
            "place": "报告厅",
            "format": "lecture" if name == "家长学校" else "",
            "is_announced": True,
            **fields,
        },
    )
    if staff or speaker:
        speak(talk, staff=staff, speaker=speaker)
    return talk


def speak(talk, **who):
    return ActivityPart.objects.create(activity=talk, role=ActivityPart.Role.SPEAKER, **who)


def make_speaker(**fields):
    return Speaker.objects.create(**{"name": NAME, "affiliation": UNIT, **fields})


def make_book(**fields):
    return BookRecommendation.objects.create(
        **{
            "title": "孩子，把你的手给我",
            "author": "海姆·吉诺特",
            "recommended_by": "心理教师",
            "audience": "初一家长",
            "reason": "讲怎么和孩子说话。",
            "recommended_on": TODAY,
            "written_by": make_user(),
            **fields,
        }
    )


def make_box(talk=None, *, stars=(), lines=()):
    box = FeedbackBox.objects.create(activity=talk or make_talk(staff=make_staff()))
    for number, count in enumerate(stars):
        box.answers.create(stars=count, line=lines[number] if number < len(lines) else "")
    return box
