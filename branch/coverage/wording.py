"""The words of what leaves the portal: constants filled by numbers and days, one link, and the name of the branch."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from branch.core.models import SiteProfile

from .duty import Duty

TITLES = {"week": "本周有 {count} 件事到期", "day": "今天有 {count} 件事到期"}
LATE = "{day}提醒：有 {count} 件事到期"
READ_IT = "登录工作台查看：{url}"
SWITCH = "只有件数和链接，不写姓名。不想再收邮件，可以在工作台的“个人设置”里关闭。"
LINK_TITLE = "请确认收提醒的邮箱"
LINK_BODY = (
    "有人在门户里填写了这个邮箱，用来收待办提醒。请在 {hours} 小时内打开链接，登录后点“确认”：\n\n"
    "{url}\n\n不是您填写的，不用理会，这个邮箱不会再收到邮件。"
)


def desk_url():
    return settings.PORTAL_URL + reverse(settings.LOGIN_REDIRECT_URL)


def title_of(message, *, on):
    """本周有 3 件事到期; where it leaves on a later day than it was made, that day instead of 本周 or 今天."""
    made_on = timezone.localdate(message.made_at)
    words = TITLES[message.kind] if made_on == on else LATE
    return words.format(count=message.count, day=f"{made_on.month}月{made_on.day}日")


def counts_say(counts):
    """联系结对学生 2 件，其他 1 件: a duty that no app declares any more is among the others."""
    named, others = [], 0
    for key, count in counts.items():
        if key in Duty.registry:
            named.append(f"{Duty.of(key).title} {count} 件")
        else:
            others += count
    rest = [f"{'其他' if named else '待办'} {others} 件"] if others else []
    return "，".join([*named, *rest]) + "。"


def reminder_body(message):
    lines = [counts_say(message.counts), "", READ_IT.format(url=desk_url()), "", SWITCH]
    return "\n".join([*lines, SiteProfile.current().branch_name])


def robot_text(message, *, on):
    return f"{title_of(message, on=on)}。\n{READ_IT.format(url=desk_url())}"


def link_body(token, *, hours):
    url = settings.PORTAL_URL + reverse("coverage:address-confirm", args=[token])
    return LINK_BODY.format(hours=hours, url=url)
