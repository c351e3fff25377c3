from branch.core.contributions import Entry, menu

PEOPLE = "师生班级"

menu(
    Entry("班级", "grad", "school:class-list", 310, "school.view_schoolclass", PEOPLE),
    Entry("学生", "user", "school:student-list", 320, "school.view_schoolclass", PEOPLE),
    Entry("教职工", "users", "school:staff-list", 330, "school.find_people", PEOPLE),
    Entry("学期校历", "calendar", "school:term-list", 340, "school.view_term", PEOPLE),
    Entry("登录账号", "lock", "school:signin-list", 450, "accounts.issue_link", "支部管理"),
)
