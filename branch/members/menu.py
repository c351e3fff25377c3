from branch.core.contributions import Entry, menu

menu(
    Entry("我的公开页", "flag", "members:mine", 230, "members.write_flagpage", "支部工作"),
    Entry("党员名册", "user", "members:member-list", 420, "members.view_member", "支部管理"),
)
