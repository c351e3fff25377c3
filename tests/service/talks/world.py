"""Talks with files, books and feedback: one that the counsellor logged, one of the secretary."""

from datetime import timedelta

from django.utils import timezone

from branch.activities.models import ActivityPart
from branch.core.files import read_document, stored
from branch.service.models import EventMaterial
from branch.service.talks import actions
from tests.activities.factories import make_activity
from tests.activities.held import pdf
from tests.service.factories import make_event, make_opening
from tests.service.talks.rows import make_book, make_box, make_speaker, make_talk


def add_rows(world):
    """Own: logged by the counsellor. Other: logged by the secretary."""
    people = [world.users[who] for who in ("counsellor", "secretary")]
    talks = [_talk(user, number) for number, user in enumerate(people)]
    world.add("talk", *talks)
    _nest(world, "material", "material_pk", [_material(world, talk) for talk in talks])
    boxes = [make_box(talk, stars=(5,) * 5, lines=("讲得清楚。",)) for talk in talks]
    world.rows["feedback"] = {
        whose: {"token": box.token} for whose, box in zip(("own", "other"), boxes, strict=True)
    }
    lines = [box.answers.exclude(line="").get() for box in boxes]
    world.rows["line"] = {
        whose: {"pk": talk.pk, "answer_pk": line.pk}
        for whose, talk, line in zip(("own", "other"), talks, lines, strict=True)
    }
    world.add("book", *(make_book(title=f"第 {n} 本", written_by=people[n]) for n in range(2)))
    world.add("speaker", *(talk.parts.exclude(speaker=None).get().speaker for talk in talks))
    world.add("our_speaker", *(talk.parts.exclude(staff=None).get().staff for talk in talks))
    world.add("flag_speech", *(_speech(user) for user in people))
    world.add("salon", *(_salon(world, user) for user in people))


def _talk(user, number):
    talk = make_talk(staff=user.staff, logged_by=user, title=f"第 {number} 讲")
    talk.parts.create(role="speaker", speaker=make_speaker(name=f"林向晖{'甲乙'[number]}"))
    return talk


def _material(world, talk):
    facts = {"title": "讲座提纲", "is_public": True, "by": world.users["committee"]}
    document = stored(EventMaterial, read_document(pdf()))
    row = actions.add_material(talk, document=document, **facts)
    second = world.users["secretary"]
    return actions.release(row, version=row.version, on=timezone.localdate(), by=second)


def _speech(user):
    """An activity of 国旗下讲话 with a text that waits for a second person."""
    row = make_activity("国旗下讲话", title="接纳不完美", logged_by=user)
    actions.write_speech(row, is_by_pupil=False, text="同学们，情绪像天气。", by=user)
    return row


def _salon(world, user):
    """An event that begins soon, whose sign-up is over, with the teacher as assistant of the counsellor's."""
    soon = timezone.now() + timedelta(minutes=30)
    event = make_event(starts_at=soon, ends_at=soon + timedelta(hours=1), logged_by=user)
    opening = make_opening(
        event, opens_at=soon - timedelta(days=9), closes_at=soon - timedelta(days=1)
    )
    opening.questions.create(text="考前睡不着怎么办？")
    if user == world.users["counsellor"]:
        teacher = world.users["teacher"].staff
        event.parts.create(role=ActivityPart.Role.ASSISTANT, staff=teacher)
    return opening


def _nest(world, kind, name, pair):
    own, other = ({"pk": row.activity_id, name: row.pk} for row in pair)
    world.rows[kind] = {"own": own, "other": other}
