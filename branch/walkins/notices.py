from functools import reduce
from operator import or_

from django.apps import apps
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from branch.core.addresses import address_of
from branch.coverage.notices import NoticeKind
from branch.school.models import HeadTeacherPost, SchoolClass


class PairingStarted(NoticeKind):
    """For a member whose pairing with a student began; gone with the first contact."""

    key, address = "walkins.pairing_started", "walkins:pairing-detail"
    title, detail = "您与 1 名学生的结对开始了", "{by} 登记，{day} 起"
    button, icon = "查看结对", "heart"


class Proposed(NoticeKind):
    """For the member who is asked to be paired, and of a student the head teacher; gone once it is answered."""

    key, address = "walkins.proposed", "walkins:proposal-detail"
    title, detail = "有 1 条结对建议请您看", "{by} 提出，{day}"
    button, icon = "查看建议", "heart"

    def url_of(self, notice, *, on):
        if notice.subject_type == "walkins.familyproposal":
            return address_of("walkins:familyproposal-detail", notice.subject_id)
        return super().url_of(notice, on=on)


class ProposalAccepted(Proposed):
    """For who proposed and the head teacher, as others are to agree next; gone when the proposal ends."""

    key = "walkins.proposal_accepted"
    title, detail = "结对建议有人接受了", "{by} {day}接受，接着征得家长同意"
    button = "记同意日期"


class ProposalAnswered(Proposed):
    """For who proposed, as the member asked for another; gone when another is proposed."""

    key = "walkins.proposal_answered"
    title, detail = "1 条结对建议要请别的党员", "{by} {day}答复，请换人"
    button, icon = "另请党员", "sync"


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


class PairingTakenOver(ClaimRefused):
    """For a member whose pairing a colleague took over, as its page is closed to them now. It is about the colleague."""

    key = "walkins.pairing_taken_over"
    title, detail = "您的 {count} 个结对有人接手了", "{by} 登记，{day}"


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


class SessionInExams(NoticeKind):
    """For the head teacher of a class with a session planned on a day that became one of exams.

    Gone when the session is moved or cancelled, or the day is an ordinary one again.
    """

    key, address = "walkins.session_in_exams", "walkins:session-detail"
    title, detail = "已排的团辅要改期", "{day}定为考试周，请改日期或取消"
    button, icon, tone = "查看安排", "calendar", "warm"


class SessionOnHoliday(SessionInExams):
    """The same of a day that became a holiday."""

    key, detail = "walkins.session_on_holiday", "{day}定为放假，请改日期或取消"


class ClassLinked(NoticeKind):
    """For the member who is linked to a class, and its head teacher.

    It leads to the page of the class, which the member may open from the first day on; until then to the notices.
    """

    key, address = "walkins.class_linked", "walkins:class-detail"
    title, detail = "联系班级有了新安排", "{day} 起"
    button, icon = "查看班级", "grad"

    def open_to(self, rows, user):
        """Classes whose page the user may open, or will be able to from a later day."""
        if user.has_perm("walkins.add_classposting"):
            return rows
        on = timezone.localdate()
        # by its name: the postings are in a layer above
        postings, heads = apps.get_model("walkins.ClassPosting").objects, HeadTeacherPost.objects
        own = [
            postings.held_by(user, on=on),
            postings.filter(from_on__gt=on, member__staff__user=user),
            heads.opening_on(on).filter(staff__user=user),
            heads.filter(from_on__gt=on, staff__user=user),
        ]
        classes = [posts.order_by().values("school_class") for posts in own]
        return rows.filter(reduce(or_, [Q(pk__in=ids) for ids in classes]))

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


class ClassChanged(ClassLinked):
    """The same for a member whose link to another class ended with it, in one notice."""

    key, detail = "walkins.class_changed", "{day} 起；原来联系、没有再排的班，到前一天为止"


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
