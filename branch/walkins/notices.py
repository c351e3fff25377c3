from branch.core.addresses import address_of
from branch.coverage.notices import NoticeKind
from branch.school.models import SchoolClass


class PairingStarted(NoticeKind):
    """For a member whom the committee paired with a student; gone with the first contact."""

    key, address = "walkins.pairing_started", "walkins:pairing-detail"
    title, detail = "支委安排您结对 1 名学生", "{by} 安排，{day} 起"
    button, icon = "查看结对", "heart"


class FamilyPairingStarted(NoticeKind):
    """For a member whom the committee paired with a family; gone with the first visit."""

    key, address = "walkins.family_pairing_started", "walkins:familypairing-detail"
    title, detail = "支委安排您结对 1 个家庭", "{by} 安排，{day} 起"
    button, icon = "查看结对", "home"


class DifficultyOwned(NoticeKind):
    """For the owner of a difficulty that a colleague gave them; gone when it is closed or given to another."""

    key, address = "walkins.difficulty_owned", "walkins:familyneed-detail"
    title, detail = "有 1 件实际困难由您负责", "{by} 交给您办"
    button, icon = "查看困难", "list"


class VisitToMake(NoticeKind):
    """For the visitor of a visit that a colleague planned; gone when it is made, missed or withdrawn.

    Of several that were planned at once it is of the first, and leads to the list.
    """

    key, address = "walkins.visit_to_make", "walkins:visit-detail"
    title, detail = "有 {count} 次家访请您走访", "{by} 约的，{day}"
    button, icon = "查看家访", "visit"

    def url_of(self, notice, *, on):
        if notice.count > 1:
            return address_of("walkins:visit-list")
        return super().url_of(notice, on=on)


class VisitToJoin(VisitToMake):
    """The same for a companion, who has no to-do for it."""

    key, title = "walkins.visit_to_join", "有 {count} 次家访请您同行"


class ClassLinked(NoticeKind):
    """For the member who is linked to a class, and its head teacher.

    It leads to the page of the class, which the member may open from the first day on; until then to the notices.
    """

    key, address = "walkins.class_linked", "walkins:class-detail"
    title, detail = "联系班级有了新安排", "{day} 起"
    button, icon = "查看班级", "grad"

    def open_to(self, rows, user):
        return rows

    def url_of(self, notice, *, on):
        if notice.day and notice.day > on:
            return address_of("coverage:notice-list")
        return super().url_of(notice, on=on)

    def details(self, notices, *, user, on):
        classes = SchoolClass.objects.in_bulk({notice.subject_id for notice in notices})
        lines = super().details(notices, user=user, on=on)
        return {
            notice.pk: f"{classes[notice.subject_id].name_on(notice.day)}，{lines[notice.pk]}"
            for notice in notices
        }


class AidToApprove(NoticeKind):
    """For the rest of the committee when a line of aid waits for approval; gone when it is decided or withdrawn."""

    key, address = "walkins.aid_to_approve", "walkins:aid-detail"
    title, detail = "有 1 笔帮困助学待审核", "{by} 登记，{day}"
    button, icon = "审核", "gift"


class AidRefused(NoticeKind):
    """For the colleague who entered a line that another refused; it says no amount and no pupil."""

    key, address = "walkins.aid_refused", "walkins:aid-detail"
    title, detail = "您登记的 1 笔帮困助学没有通过审核", "{by} 审核，{day}"
    button, icon = "查看原因", "gift"
