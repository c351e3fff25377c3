"""What a desk says comes next, and where, while nothing on it is its reader's own yet."""

from dataclasses import dataclass

from django.urls import reverse

from branch.accounts.backends import roles_of, standing_of
from branch.activities.models import ActivityPart
from branch.walkins.models import FamilyPairing, HomeVisit, Pairing


@dataclass(frozen=True)
class Step:
    """One thing that comes next, and the page on which it is seen or done."""

    title: str
    text: str
    name: str
    button: str
    permission: str = "core.use_desk"

    @property
    def url(self):
        return reverse(self.name)


MEMBER = (
    Step(
        "与一名学生结对",
        "支委会商量以后请您与学生结对，建议会到通知和待办事项里，您接受了再开始。",
        "coverage:notice-list",
        "查看通知",
    ),
    Step(
        "参加组织生活",
        "会议、党课和主题党日的安排都列在这里。",
        "activities:activity-list",
        "查看安排",
        "activities.view_activity",
    ),
    Step(
        "参加志愿服务",
        "有空岗位的活动可以自己报名，时长确认后记在您名下。",
        "activities:opening-list",
        "查看岗位",
        "activities.add_registration",
    ),
    Step(
        "选好怎样提醒",
        "到期的事怎样提醒您，在这里选。",
        "coverage:reminder-settings",
        "提醒设置",
        "coverage.change_mailbox",
    ),
)


def first_steps(user):
    """Return the steps of a member who has no role and has not begun, of pages they may open; none for anybody else."""
    if roles_of(user) or "member" not in standing_of(user) or _has_begun(user):
        return []
    return [step for step in MEMBER if user.has_perm(step.permission)]


def _has_begun(user):
    """Whether the user ever was paired, visited a family or led a class session."""
    led = ActivityPart.objects.filter(activity__class_session__isnull=False)
    own = (
        Pairing.objects.filter(member__staff__user=user),
        FamilyPairing.objects.filter(member__staff__user=user),
        HomeVisit.objects.filter(visitor__user=user),
        led.filter(staff__user=user),
    )
    return any(rows.exists() for rows in own)
