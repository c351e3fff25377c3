from django.db.models import Prefetch

from branch.core.contributions import Option, OptionSource, PeopleSource

from .models import HeadTeacherPost, Staff, Student


class Colleagues(PeopleSource):
    """The colleagues who match a search, each with the classes they head."""

    key, title, order = "school.staff", "教职工", 20
    permission = "school.find_people"
    template = "school/people_staff.html"

    def find(self, user, typed, *, on):
        posts = HeadTeacherPost.objects.active_on(on).select_related("school_class")
        staff = Staff.objects.visible_to(user, on=on).working_on(on)
        staff = staff.prefetch_related(Prefetch("head_posts", posts, to_attr="heading"))
        return staff.found_by(user, typed).nearest_first()

    def rows(self, found, user, *, on):
        return [{"staff": row, "posts": posts_of(row, on=on)} for row in found]


class StaffToHead(OptionSource):
    """The colleagues who may be made head teacher."""

    key, permission = "staff/head", "school.change_roll"

    def find(self, user, typed, *, on):
        staff = Staff.objects.staying().found_by(user, typed)
        return staff.nearest_first().with_work_on(on)

    def option(self, found, *, on):
        return Option(found.pk, found.name, found.does)


class UsersForRole(OptionSource):
    """The colleagues with a sign-in, who may be given a role; the values are their users."""

    key, permission = "user/role", "accounts.propose_role"

    def find(self, user, typed, *, on):
        signed_in = Staff.objects.filter(user__is_active=True).select_related("user")
        return signed_in.found_by(user, typed).nearest_first()

    def option(self, found, *, on):
        return Option(found.user_id, found.name, f"工号 {found.user.username}")


class StudentsToJoin(OptionSource):
    """The students whose family a user may join with another."""

    key, permission = "student/family", "school.change_guardian"

    def find(self, user, typed, *, on):
        return Student.objects.joinable_by(user, on=on).matching(typed).nearest_first()

    def option(self, found, *, on):
        return Option(found.pk, found.name, found.told_apart_on(on))

    def student_ids(self, found):
        return [student.pk for student in found]


def posts_of(staff, *, on):
    """The post and the classes a colleague heads, as 教导处主任、初二（3）班班主任."""
    heading = [f"{post.school_class.name_on(on)}班主任" for post in staff.heading]
    return "、".join(dict.fromkeys(filter(None, [staff.title, *heading])))
