"""The import of 5,000 pupils from a workbook, and the posts of a colleague meanwhile.

As a program it imports a workbook and prints the CPU seconds: python -m bench.rosters FILE.
"""

import subprocess
import sys
import time
from dataclasses import dataclass
from io import BytesIO
from itertools import count
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from statistics import median

import django
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from openpyxl import Workbook

from .server import ROOT, Server

PUPILS, CLASS_SIZE = 5_000, 60
TITLES = ("学号", "姓名", "性别", "出生年月日", "监护人", "关系", "联系电话", "家庭住址", "备注")
HAN = "安明清远平宁思荷怡景"
SAMPLE = 40
_n = count(1)


@dataclass
class Cost:
    """CPU seconds of the import and of inserting the bare rows; milliseconds of a colleague's posts.

    `usual` is the median before the import, `slowest` the longest during it.
    """

    seconds: float
    bare_seconds: float
    usual: float
    slowest: float

    @property
    def ratio(self):
        return self.seconds / self.bare_seconds


def workbook():
    """A workbook with a sheet for each class, which only the sheet's name tells, as schools send it."""
    book = Workbook(write_only=True)
    for first in range(0, PUPILS, CLASS_SIZE):
        grade, number = divmod(first // CLASS_SIZE, 30)
        sheet = book.create_sheet(f"初{'一二三'[grade]}（{number + 1}）班")
        sheet.append(TITLES)
        for n in range(first, min(first + CLASS_SIZE, PUPILS)):
            given = HAN[n % 10] + HAN[n // 10 % 10]
            sheet.append(
                (
                    80_000_000 + n,
                    f"曾{given}",
                    "男女"[n % 2],
                    "2013-09-02",
                    f"单{given}",
                    "母亲",
                    13_000_000_000 + n,
                    f"春晖路{n}号",
                    "走读",
                )
            )
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def cpu():
    """CPU seconds of this process and its finished children; the reader of the file is one."""
    return sum(
        used.ru_utime + used.ru_stime for used in map(getrusage, (RUSAGE_SELF, RUSAGE_CHILDREN))
    )


def cost(env, data):
    path = Path(data) / "pupils.xlsx"
    path.write_bytes(workbook())
    bare = bare_rows()
    with Server("guangqin.wsgi", env) as server:
        post = colleague(server)
        usual = median(post() for _ in range(SAMPLE))
        command = [sys.executable, "-m", "bench.rosters", str(path)]
        running = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)
        waits = []
        while running.poll() is None:
            waits.append(post())
            time.sleep(0.02)
    return Cost(float(running.stdout.read()), bare, usual * 1000, max(waits) * 1000)


def bare_rows():
    """CPU seconds of inserting the same rows with `bulk_create`; they are rolled back."""
    from branch.school.models import Enrolment, Family, Guardian, SchoolClass, Student

    began = cpu()
    with transaction.atomic():
        here = SchoolClass.objects.first()
        homes = Family.objects.bulk_create(Family(address="春晖路") for _ in range(PUPILS))
        students = Student.objects.bulk_create(
            Student(number=f"B{n}", name="曾明", gender="m", family=home)
            for n, home in enumerate(homes)
        )
        Guardian.objects.bulk_create(
            Guardian(name="单明", relation="母亲", phone=f"{19_000_000_000 + n}", family=home)
            for n, home in enumerate(homes)
        )
        Enrolment.objects.bulk_create(
            Enrolment(student=student, school_class=here, from_on="2026-09-01")
            for student in students
        )
        transaction.set_rollback(True)
    return cpu() - began


def colleague(server):
    """A function that records a contact as a member and returns the seconds it took."""
    from branch.walkins.models import Contact, Pairing
    from drill.person import Person

    person = Person.signed_in(server.port, "member")
    pairing = Pairing.objects.active().filter(member__staff__user__username="member").first()
    typed = {"pairings": pairing.pk, "kind": Contact.Kind.TUTORING.value}
    path = reverse("walkins:contact-create")

    def post():
        sent = person.form(path).filled(**typed, fact=f"记录 {next(_n)}")
        began = time.perf_counter()
        answer = person.post(path, sent)
        if answer.status != 302:
            raise SystemExit(f"the contact was refused: {answer.status}")
        return time.perf_counter() - began

    return post


def main():
    django.setup()
    began = cpu()
    with Path("/dev/null").open("w") as nowhere:
        call_command("import_roster", "students", sys.argv[1], "--commit", stdout=nowhere)
    print(cpu() - began)


if __name__ == "__main__":
    main()
