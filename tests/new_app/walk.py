"""Run as a program: what a portal with the garden shows its secretary and the public, as JSON."""

import json
import os
from datetime import date

import django


def main():
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.new_app.settings"
    django.setup()

    from django.core.management import call_command
    from django.test.utils import setup_test_environment

    setup_test_environment()
    call_command("migrate", run_syncdb=True, verbosity=0)
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123 (a device, not a path)
        call_command("seed_demo", today=date(2026, 11, 24), stdout=nowhere)
    print("\n" + json.dumps(of_the_desk() | of_the_public(), ensure_ascii=False))  # noqa: T201 (its answer)


def of_the_desk():
    from django.test import Client
    from django.utils import timezone

    from branch.accounts import roles
    from branch.accounts.models import User
    from branch.operations.ticking import run_chores

    client = Client()
    secretary = User.objects.get(username="secretary")
    client.force_login(secretary, "branch.accounts.backends.RoleBackend")
    desk = client.get("/desk/").context
    board = client.get("/desk/coverage/").context
    found = client.get("/desk/people/", {"q": "银杏"}).context
    return {
        "menu": [item.label for group in desk["desk_nav"] for item in group["items"]],
        "quick": [item.label for item in desk["quick"]],
        "todos": [todo.title for todo in desk["todos"]],
        "board": [panel.duty.title for panel in board["panels"]],
        "search": [str(row) for one in found["lists"] for row in one.rows],
        "ledgers": "花木登记表" in client.get("/desk/ledgers/").text,
        "ledger": "银杏" in client.get("/desk/ledgers/plants/").text,
        "roles": "| see plants | own |" in roles.as_markdown(),
        "chores": [chore.key for chore, _ in run_chores(at=timezone.now())],
    }


def of_the_public():
    """The figure of one plant, and of five."""
    from django.test import Client

    from branch.core.public import touch
    from tests.new_app.garden.models import Plant

    few = Client().get("/").text.count("校园花木")
    first = Plant.objects.get()
    Plant.objects.bulk_create(
        Plant(name=f"桂花 {n}", keeper=first.keeper, planted_on=first.planted_on) for n in range(4)
    )
    touch()
    return {"few": few, "many": Client().get("/").text.count("5 棵")}


if __name__ == "__main__":
    main()
