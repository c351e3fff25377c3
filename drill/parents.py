"""Families who sign up: a race for few seats through the server, and the flow of one network by a driven clock."""

import time
from collections import Counter
from datetime import timedelta
from threading import Barrier, Thread
from uuid import uuid4

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from branch.activities.models import Activity, Programme
from branch.service.models import ParentOpening
from branch.service.parents import actions

from .person import Form, Person

SEATS, RACERS, LEAVERS = 30, 100, 10
HONEST, ROBOTS, CHUNK = 500, 10_000, 250
MINUTE = timedelta(minutes=1)
SCHOOL, NEIGHBOUR = "203.0.113.7", "198.51.100.9"
# a form is not taken sooner than two seconds after it was opened
WAIT = 2.1


def opened(by, *, seats):
    """An event with so many seats, for which families may sign up now."""
    now = timezone.now()
    activity = Activity.objects.create(
        programme=Programme.objects.get(name="家长学校"),
        title=f"演练讲座 {uuid4().hex[:8]}",
        starts_at=now + timedelta(days=2),
        place="报告厅",
        state=Activity.State.PLANNED,
        is_announced=True,
        logged_by=by,
    )
    return ParentOpening.objects.create(
        activity=activity,
        opens_at=now - timedelta(hours=1),
        closes_at=now + timedelta(days=1),
        seat_count=seats,
        grades="123",
    )


def race(server, opening):
    """Let families send the form at once, some of them cancelling as soon as they can; return their answers."""
    path = reverse("service:event", args=[opening.activity_id])
    first = Person(server.port)
    form = Form(first.get(path).html, having="form_token")
    time.sleep(WAIT)
    start, answers = Barrier(RACERS), []
    # read here: each thread that asked the database would take a connection from the server
    sent = [form.filled(**_typed(opening, number)) for number in range(RACERS)]

    def sign_up(number):
        person = first.again()
        start.wait()
        answers.append(person.post(path, sent[number]))
        if number < LEAVERS:
            answers.append(_cancel(person, path))

    threads = [Thread(target=sign_up, args=[number]) for number in range(RACERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def _typed(opening, number):
    return {
        "form_token": uuid4(),
        "name": "安晓梅",
        "phone": f"137{number:08}",
        "school_class": opening.classes.first().pk,
        "people_count": 1,
        "agreed": "on",
    }


def _cancel(person, path):
    page = person.get(f"{path}own/")
    token = Form(page.html, having="csrfmiddlewaretoken").fields
    return person.post(f"{path}own/", token)


def race_results(opening, answers):
    """{sentence: whether it holds} of a race."""
    states = Counter(opening.signups.values_list("state", flat=True))
    numbers = sorted(opening.signups.values_list("number", flat=True))
    seated = list(opening.signups.confirmed().values_list("number", flat=True))
    waiting = list(opening.signups.waiting().values_list("number", flat=True))
    return {
        f"{RACERS} families at once for {SEATS} seats: {states['confirmed']} are seated": states[
            "confirmed"
        ]
        == SEATS,
        "every one of them was answered and stored": numbers == list(range(1, RACERS + 1))
        and {answer.status for answer in answers} == {302},
        f"{states['cancelled']} cancelled meanwhile, and the list moved up in its order": (
            states["cancelled"] == LEAVERS and max(seated) < min(waiting)
        ),
    }


def flow(opening, count, span, *, address=SCHOOL, begin=0):
    """Let one network send so many sign-ups spread over a time, at moments that are counted, not waited for."""
    started, school_class = timezone.now(), opening.classes.first()
    for first in range(0, count, CHUNK):
        with transaction.atomic():
            for number in range(first, min(first + CHUNK, count)):
                at = started + span * number / count
                source, is_over = actions.count_one_of(opening, address=address, at=at)
                actions.sign_up(
                    opening,
                    name="安晓梅",
                    phone=f"136{begin + number:08}",
                    school_class=school_class,
                    people_count=1,
                    token=uuid4(),
                    source=source,
                    is_over=is_over,
                    at=at,
                )
    return Counter(opening.signups.values_list("state", flat=True))


def flow_results(by):
    """{sentence: whether it holds} of one network that sends slowly, fast, and as a robot."""
    slow = flow(opened(by, seats=1000), HONEST, 10 * MINUTE)
    fast = flow(opened(by, seats=1000), HONEST, MINUTE)
    attacked = opened(by, seats=1000)
    robots = flow(attacked, ROBOTS, 10 * MINUTE)
    after = flow(attacked, 1, MINUTE, address=NEIGHBOUR, begin=ROBOTS)
    held = robots["confirmed"] + robots["waiting"]
    for source in attacked.sources.to_decide():
        actions.drop_source(source, at=timezone.now(), by=by)
    return {
        f"{HONEST} families of one network in ten minutes: all seated": slow
        == {"confirmed": HONEST},
        f"{HONEST} in one minute: all kept, {fast['unverified']} to be verified": sum(fast.values())
        == HONEST,
        f"of {ROBOTS:,} posts of a robot {held} hold a place": held <= 720
        and sum(robots.values()) == ROBOTS,
        "a family of another network is seated meanwhile": after["confirmed"]
        == robots["confirmed"] + 1,
        "one tick drops the robot's, and the family's stays": attacked.signups.count() == 1,
    }
