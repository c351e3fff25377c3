"""Run as a program: what a portal with the garden shows its secretary and the public, as JSON."""

import json
import os
from datetime import date

import django

TODAY = date(2026, 11, 24)
LAST_SPRING = date(2026, 3, 12)


def main():
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.new_app.settings"
    django.setup()

    from django.core.management import call_command
    from django.test.utils import setup_test_environment

    setup_test_environment()
    call_command("migrate", run_syncdb=True, verbosity=0)
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123 (a device, not a path)
        call_command("seed_demo", today=TODAY, stdout=nowhere)
    seen = of_the_desk() | {"adopters": of_the_adopters()} | of_rosters_and_figures()
    seen["appointed"] = of_an_appointment()
    print("\n" + json.dumps(seen | of_the_public(), ensure_ascii=False))  # noqa: T201 (its answer)


def signed_in(username):
    from django.test import Client

    from branch.accounts.models import User

    client, user = Client(), User.objects.get(username=username)
    client.force_login(user, "branch.accounts.backends.RoleBackend")
    return client, user


def of_the_desk():
    from django.utils import timezone

    from branch.accounts import roles
    from branch.operations.ticking import run_chores

    client, secretary = signed_in("secretary")
    desk = client.get("/desk/").context
    board = client.get("/desk/coverage/").context
    found = client.get("/desk/people/", {"q": "银杏"}).context
    return {
        "menu": [item.label for group in desk["desk_nav"] for item in group.items],
        "quick": [item.label for item in desk["quick"]],
        "todos": [todo.title for todo in desk["todos"]],
        "board": [panel.duty.title for panel in board["panels"]],
        "sections": [added.template for added in board["sections"]],
        **_on_the_pages_of_an_adopter(client),
        "search": [str(row) for one in found["lists"] for row in one.rows],
        **_notice_of(client, secretary),
        "ledgers": "花木登记表" in client.get("/desk/ledgers/").text,
        "ledger": "银杏" in client.get("/desk/ledgers/plants/").text,
        "roles": "| see plants | own |" in roles.as_markdown(),
        "fact": secretary.has_perm("garden.water_plant"),
        "chores": [chore.key for chore, _ in run_chores(at=timezone.now())],
    }


def _notice_of(client, secretary):
    """The plant's notice in the list, the number on the bell, and where the button leads."""
    from branch.coverage.models import Notice

    shown = client.get("/desk/coverage/notices/").context["groups"][0][1]
    notice = Notice.objects.visible_to(secretary).get(kind="garden.plant_given")
    opened = client.post(f"/desk/coverage/notices/{notice.pk}/open/")
    return {"notices": [f"{row.title}：{row.detail}" for row in shown], "opened": opened.url}


def _on_the_pages_of_an_adopter(client):
    from tests.new_app.garden.models import Plant

    adopter = Plant.objects.get(name="银杏").adopters.first()
    return {
        "student": client.get(adopter.get_absolute_url()).text,
        "family": client.get(adopter.family.get_absolute_url()).text,
    }


def of_the_adopters():
    """{page: whether it names both adopters and records them as read}, of each page that names them."""
    from django.utils import timezone

    from branch.operations.actions import start_job
    from tests.operations.jobs import work

    client, secretary = signed_in("secretary")
    job = start_job("garden.labels", {}, by=secretary, at=timezone.now())
    work()
    pages = {
        "desk": "/desk/",
        "board": "/desk/coverage/",
        "search": "/desk/people/?q=银杏",
        "options": "/desk/people/options/?kind=plant&scope=water&q=银杏",
        "job": f"/desk/jobs/{job.pk}/file/",
    }
    return {page: _adopters_on(client, address) for page, address in pages.items()}


def _adopters_on(client, address):
    """Whether the page names both adopters, and whether it records both."""
    from branch.core.models import AccessRecord
    from tests.new_app.garden.models import Plant
    from tests.unpacked import text_in

    adopters = Plant.objects.get(name="银杏").adopters.all()
    AccessRecord.objects.all().delete()
    answer = client.get(address)
    is_json = answer.headers["Content-Type"] == "application/json"
    text = str(answer.json()) if is_json else text_in(b"".join(answer))
    recorded = {pk for row in AccessRecord.objects.all() for pk in row.subjects["student"]}
    return [all(row.name in text for row in adopters), {row.pk for row in adopters} <= recorded]


def of_rosters_and_figures():
    """The roster in the list and the plant it makes; the figure among those the secretary may set."""
    from django.urls import reverse

    from branch.rosters import actions
    from tests.new_app.garden.models import Plant

    figures = reverse("admin:core_figure_add")
    client, admin = signed_in("admin")
    keeper = Plant.objects.get().keeper
    batch = actions.receive_file(
        kind="plants",
        file_name="plants.csv",
        content=f"编号,名称,工号\nHM20260001,石榴,{keeper.username}\n".encode(),
        effective_on=TODAY,
        by=admin,
    )
    batch = actions.begin_import(actions.check_batch(batch, on=TODAY), skip_errors=False, by=admin)
    actions.advance(batch, on=TODAY, at=batch.created_at, by=admin)
    made = Plant.objects.filter(name="石榴")
    planted = list(made.values_list("keeper__username", flat=True)) == [keeper.username]
    made.delete()
    return {
        "rosters": "花木名册" in client.get("/desk/imports/").text,
        "import": planted,
        "figure": "多久浇一次水（天）" in signed_in("secretary")[0].get(figures).text,
    }


def of_an_appointment():
    """What is said once the keeper of the plant is head teacher."""
    from django.urls import reverse

    from branch.school.models import SchoolClass
    from tests.new_app.garden.models import Plant
    from tests.walkins.pages import filled

    client, _ = signed_in("admin")
    place = SchoolClass.objects.in_school_on(TODAY).last()
    address = reverse("school:head-appoint", args=[place.pk])
    keeper = Plant.objects.get().keeper.staff
    typed = filled(client, address) | {"staff": keeper.pk, "later": "on"}
    return client.post(address, typed, follow=True).text


def of_the_public():
    """The figure of one plant, and of five, as published for the months that are over."""
    from django.test import Client
    from django.utils import timezone

    from branch.core.models import PublishedFigure
    from branch.core.publishing import publish_finished
    from tests.new_app.garden.models import Plant

    few = Client().get("/").text.count("校园花木")
    first = Plant.objects.get()
    Plant.objects.bulk_create(
        Plant(name=f"桂花 {n}", keeper=first.keeper, planted_on=LAST_SPRING) for n in range(5)
    )
    PublishedFigure.objects.filter(key="garden.planted").delete()
    publish_finished(at=timezone.now())
    return {"few": few, "many": Client().get("/").text.count("5 棵")}


if __name__ == "__main__":
    main()
