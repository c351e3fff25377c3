from branch.core.contributions import Entry, counted, menu

from .models import RoleGrant

# how many proposed roles nobody has confirmed, as an attribute that the query for the account counts
PROPOSED = "proposed_roles"

menu(
    Entry("角色任命", "user", "accounts:role-list", 460, "accounts.propose_role", "支部管理"),
    Entry("基础资料", "settings", "admin:index", 470, "core.use_admin", "支部管理"),
)


@counted(PROPOSED)
def proposed_roles(user):
    return RoleGrant.objects.proposed()
