from django.urls import reverse

from branch.core.addresses import address_of
from branch.coverage.notices import NoticeKind
from branch.school.models import SchoolClass


class PairingStarted(NoticeKind):
    """For a member whom the committee paired with a student; gone with the first contact."""

    key, address = "walkins.pairing_started", "walkins:pairing-detail"
    title, detail = "支委安排您结对 1 名学生", "{by} 安排，{day} 起"
    button, icon = "查看结对", "heart"


class ClaimToConfirm(NoticeKind):
    """For a member for whom a colleague recorded a contact; gone when it is settled."""

    key, address = "walkins.claim_to_confirm", "walkins:claim-detail"
    title, detail = "有 {count} 条帮扶记录请您确认", "{by} 替您记的，{day}"
    button, icon = "确认记录", "edit"


class ClaimRefused(NoticeKind):
    """For who recorded a contact for a colleague, who says that there was none. It is about the colleague."""

    key, address = "walkins.claim_refused", "walkins:pairing-list"
    title, detail = "您代记的 {count} 条帮扶没有计入", "{by} 说没有这回事，{day}"
    button, icon = "查看结对", "info"

    def open_to(self, rows, user):
        return rows

    def url_of(self, notice, *, on):
        return reverse(self.address)


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
