"""What becomes of pairings with students and families when a member leaves the branch or the school, or a student the school."""

from branch.core.consequences import Consequence, Follow

from .models import ClassPosting, FamilyPairing, Pairing


class PairingsOfAMember(Consequence):
    """The pairings of a membership that ends: each student the reader may see by name."""

    key, step = "walkins.member_released", "members.release"

    def follows(self, member, *, on, by):
        rows = Pairing.objects.active().filter(member=member)
        named = rows.visible_to(by, on=on).select_related("student").with_class_on(on)
        return [
            Follow(
                f"结对的{pairing.student}（{pairing.class_name}）回到待结对，请办理交接",
                (pairing.student_id,),
            )
            for pairing in named.in_class_order()
        ]


class PairingsOfAColleague(Consequence):
    """Only how many: who records a leaving need not see whom the colleague supports."""

    key, step = "walkins.staff_left", "school.staff_leave"

    def follows(self, staff, *, on, by):
        count = Pairing.objects.active().filter(member__staff=staff).count()
        return [Follow(f"结对的 {count} 名学生回到待结对，请支委办理交接")] if count else []


class PairingsOfAStudent(Consequence):
    """The members by name to those who may see the pairing; to others one sentence, paired or not."""

    key, step = "walkins.student_left", "school.student_leave"

    def follows(self, student, *, on, by):
        rows = Pairing.objects.active().filter(student=student)
        named = rows.visible_to(by, on=on).select_related("member__staff")
        found = [f"与{pairing.member}的结对请另行结束" for pairing in named.order_by("pk")]
        return [Follow(says, (student.pk,)) for says in found or ["还在结对的，请支委另行结束结对"]]


class FamiliesOfAMember(Consequence):
    """The pairings with families of a membership that ends: each family by its first child."""

    key, step = "walkins.member_released_families", "members.release"

    def follows(self, member, *, on, by):
        rows = FamilyPairing.objects.active().filter(member=member)
        named = rows.visible_to(by, on=on).as_listed_on(on, by)
        return [
            Follow(
                f"结对的{pairing.name}回到待结对，请办理交接",
                tuple(child.pk for child in pairing.children),
            )
            for pairing in named
        ]


class FamiliesOfAColleague(Consequence):
    """Only how many, as of students."""

    key, step = "walkins.staff_left_families", "school.staff_leave"

    def follows(self, staff, *, on, by):
        count = FamilyPairing.objects.active().filter(member__staff=staff).count()
        return [Follow(f"结对的 {count} 个家庭回到待结对，请支委办理交接")] if count else []


class ClassesOfAMember(Consequence):
    """The classes to which a member is linked whose membership ends."""

    key, step = "walkins.member_released_classes", "members.release"

    def follows(self, member, *, on, by):
        return _classes_left(ClassPosting.objects.filter(member=member), on=on)


class ClassesOfAColleague(Consequence):
    """The same of a member who leaves the school."""

    key, step = "walkins.staff_left_classes", "school.staff_leave"

    def follows(self, staff, *, on, by):
        return _classes_left(ClassPosting.objects.filter(member__staff=staff), on=on)


def _classes_left(postings, *, on):
    rows = postings.reaching(on).filter(is_ended=False).select_related("school_class")
    rows = rows.order_by("-school_class__entry_year", "school_class__number")
    classes = [row.school_class for row in rows if row.school_class.is_in_school_on(on)]
    return [Follow(f"不再联系{one.name_on(on)}，请支委另行安排联系党员") for one in classes]
