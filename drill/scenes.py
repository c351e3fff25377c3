"""The scenes of the drill, each with its results."""

import logging
from uuid import uuid4

from django.db import connection
from django.urls import reverse

from bench.server import Server
from branch.accounts.models import User
from branch.core.models import AuditEvent
from branch.news.models import Article, Column
from branch.rosters.models import ImportBatch
from branch.school.models import Enrolment, Student
from branch.walkins.models import Contact, Pairing

from . import articles, contacts, jobs, parents, rosters, signups
from .person import Person

QUIET_SECONDS, KILLING_SECONDS, KILLS, ROUNDS = 10, 60, 20, 25


def play(env):
    """Run every scene; print and return its (sentence, whether it holds)."""
    logging.disable(logging.CRITICAL)
    print(f"\nOn {connection.vendor}:")
    results = []
    with Server("guangqin.wsgi", env) as server:
        for scene in SCENES:
            for sentence, holds in scene(server).items():
                print(f"  {'ok  ' if holds else 'FAIL'} {sentence}", flush=True)
                results.append((sentence, holds))
    return results


def thousand_sign_ups(server):
    """A thousand colleagues sign up for thirty places, others withdraw meanwhile."""
    return signups.results(*signups.run(server))


def two_writers(server):
    """Two colleagues save one article at the same moment."""
    editor = Person.signed_in(server.port, "editor")
    colleague = Person.signed_in(server.port, "committee")
    path = reverse("news:article-update", args=[_draft(editor)])
    before = _article(path).version
    rounds = articles.race(editor, colleague, path, ROUNDS)
    now = _article(path)
    return articles.results(rounds, now.title, now.version, before)


def _draft(editor):
    column = Column.objects.filter(parent__isnull=False).first()
    title = f"演练稿 {uuid4().hex[:8]}"
    path = reverse("news:article-create")
    sent = editor.form(path).filled(title=title, column=column.pk, body="一段正文。")
    answer = editor.post(path, sent)
    if answer.status != 302:
        raise SystemExit(f"the draft was refused: {answer.status}")
    return Article.objects.get(title=title).pk


def _article(path):
    return Article.objects.get(pk=int(path.strip("/").split("/")[-2]))


def quiet_contacts(server):
    """Members record contacts, some tap twice."""
    return _contacts(server, "平", seconds=QUIET_SECONDS, kills=0)


def killed_contacts(server):
    """The same, while the server is killed at random moments."""
    return _contacts(server, "险", seconds=KILLING_SECONDS, kills=KILLS)


def killed_import(server):
    """The command that imports a roster is killed while the portal runs."""
    killed = rosters.run(server.env)
    pupils = Student.objects.filter(number__startswith="8000")
    here = Enrolment.objects.filter(student__in=pupils, until_on=None)
    numbers = list(pupils.values_list("number", flat=True))
    return rosters.results(killed, ImportBatch.objects.all(), numbers, here.count())


def killed_job(server):
    """Work outside a request, while its workers die and its tasks come twice."""
    ended = jobs.run(server.env, User.objects.get(username="secretary"))
    rows = AuditEvent.objects.filter(verb="drill.row", target_id=str(ended.pk))
    return jobs.results(ended, rows.values_list("says", flat=True))


def families_race(server):
    """Many families want few seats at the same moment, and some cancel."""
    opening = parents.opened(User.objects.get(username="secretary"), seats=parents.SEATS)
    return parents.race_results(opening, parents.race(server, opening))


def one_network(server):
    """Families behind one network, and a robot, at moments that nobody waits for."""
    return parents.flow_results(User.objects.get(username="secretary"))


SCENES = (
    two_writers,
    families_race,
    one_network,
    quiet_contacts,
    killed_contacts,
    killed_import,
    killed_job,
)


def _contacts(server, mark, *, seconds, kills):
    member = Person.signed_in(server.port, "member")
    pairing = Pairing.objects.active().filter(member__staff__user__username="member").first()
    typed = {"pairings": pairing.pk, "kind": Contact.Kind.TUTORING.value}
    path = reverse("walkins:contact-create")
    posts, restarts = contacts.run(
        server, member, path, typed, mark=mark, seconds=seconds, kills=kills
    )
    stored = Contact.objects.filter(fact__startswith=f"演练{mark}")
    traces = AuditEvent.objects.filter(
        verb="contact.recorded",
        target_type=Contact._meta.label_lower,
        target_id__in=[str(pk) for pk in stored.values_list("pk", flat=True)],
    )
    results = contacts.results(posts, stored.values_list("fact", flat=True), traces.count())
    if kills:
        results[f"killed {kills} times, back after {max(restarts):.1f} s at most"] = True
        results["the database is intact"] = _is_intact()
    return results


def _is_intact():
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA integrity_check")
            return cursor.fetchone() == ("ok",)
        cursor.execute("SELECT count(*) FROM pg_constraint WHERE NOT convalidated")
        return cursor.fetchone() == (0,)


SCENES = (
    two_writers,
    thousand_sign_ups,
    quiet_contacts,
    killed_contacts,
    killed_import,
    killed_job,
)
