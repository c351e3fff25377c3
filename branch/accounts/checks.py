from django.core.checks import Error

from branch.core.facts import FACTS

from . import roles
from .models import Role


def check_role_table(app_configs, **kwargs):
    """An error for each name in the role table that is neither a role nor a fact: nobody would have it."""
    return [
        Error(f"{name!r} is neither a role nor a fact (“{row.job}”)", obj=row, id="accounts.E001")
        for row in roles.ROWS
        for name in row.who
        if name not in {*Role.values, *FACTS}
    ]


def check_facts(app_configs, **kwargs):
    """An error for each fact with the name of a role: who it is true of would hold the role."""
    return [
        Error(f"a fact is named {name!r}, as a role is", obj=rows_of, id="accounts.E002")
        for name, rows_of in FACTS.items()
        if name in set(Role)
    ]
