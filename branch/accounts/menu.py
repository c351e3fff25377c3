from branch.core.contributions import Entry, menu

menu(
    Entry("角色任命", "user", "accounts:role-list", 460, "accounts.propose_role", "支部管理"),
    Entry("基础资料", "settings", "admin:index", 470, "core.use_admin", "支部管理"),
)
