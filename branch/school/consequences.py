"""What follows at school when a colleague or a student leaves."""

from branch.core.consequences import Consequence, Follow


class ColleagueLeaves(Consequence):
    """The head teacher's posts end with the last day; the sign-in and the roles at once."""

    key = step = "school.staff_leave"
    order = 10

    def follows(self, staff, *, on, by):
        posts = staff.head_posts.ending_after(staff.until_on or on, before=staff.until_on)
        found = [
            f"{post.school_class.name_on(on)}班主任担任到在校最后一天为止，请另行任命"
            for post in posts.select_related("school_class")
        ]
        if staff.user and staff.user.is_active:
            found += ["账号停用，各台设备上的登录立即退出", *_roles(staff.user, on)]
        return [Follow(says) for says in (*found, "姓名、任教和过去的记录都保留；返校可以再登记")]


def _roles(user, on):
    grants = user.grants.standing_on(on).order_by("role")
    names = "、".join(dict.fromkeys(grant.get_role_display() for grant in grants))
    return [f"不再担任：{names}"] if names else []


class StudentLeaves(Consequence):
    key = step = "school.student_leave"
    order = 10

    def follows(self, student, *, on, by):
        running = student.enrolments.filter(until_on=None).select_related("school_class").first()
        if running is None:
            return []
        name = running.class_name_on(on)
        return [Follow(f"不再列入{name}的名册，过去的学籍和记录保留；返校可以再登记")]


class FamiliesJoin(Consequence):
    """The children and guardians become one family; one address stays, which the form asks for if there are two."""

    key = step = "school.family_join"
    order = 10

    def follows(self, joining, *, on, by):
        children = list(joining.children.with_class_on(on).order_by("family", "number"))
        named = "、".join(f"{child}（{child.class_name_on(on)}）" for child in children)
        adults = "、".join(
            f"{one}（{one.relation}）" for one in joining.guardians.order_by("family", "pk")
        )
        return [
            Follow(f"{named}成为一个家庭", tuple(child.pk for child in children)),
            Follow(f"监护人都留下：{adults}" if adults else "两家都还没有登记监护人"),
            Follow(_address_says(joining.addresses)),
        ]


def _address_says(addresses):
    if len(addresses) > 1:
        return f"两家登记的住址不同，只留一个：{'；'.join(addresses)}"
    return f"住址：{addresses[0]}" if addresses else "两家都还没有登记住址"
