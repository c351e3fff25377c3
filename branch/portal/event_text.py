"""What a news draft about an activity says: time, place, people in numbers and what was done, and nobody's name.

A child who is helped must not be found from it: of a walk-in neither day nor place nor text is told, and no sentence
about help with a class, a small count, a weekday or a gift (`core.wording`). No count under five is written.
"""

import re
from dataclasses import dataclass, field

from django.utils.html import format_html_join

from branch.activities.models import UNNAMED, Area, Audience, Speaker
from branch.activities.turnout import pupil_count_of, served_count_of
from branch.core.wording import FEW, SMALL, doubts
from branch.school.masking import masked
from branch.school.models import Staff

SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]?")
PEOPLE = r"学生|孩子|同学|家长|家庭|居民|户"
# in whose titles the series stands before the subject
WITH_SERIES = (Area.SERVICE, Area.HOME_SCHOOL)
NO_DAY = "走访帮扶的日期、地点和经过没有写，免得看出是谁。"
NO_COUNTS = f"不足 {FEW} 的人数没有写。"
NOT_CONFIRMED = "服务时长还没有确认，参加人数没有写。"
NO_SENTENCES = "有 {} 句写到人数很少或受助的情况，没有带进来。"
NO_TITLE = "活动名称可能看出是谁，改用了项目的名称。"
NO_MINUTES = "支委会的议题和记录没有带进来。"


@dataclass
class Told:
    """The title and the paragraphs of a draft, and sentences about what it leaves out."""

    title: str
    paragraphs: list
    left_out: list = field(default_factory=list)

    @property
    def body(self):
        return format_html_join("", "<p>{}</p>", ((line,) for line in self.paragraphs))


def told_of(activity, *, by):
    """The `Told` of an activity held, `with_turnout`; `by` is the branch, which the first sentence names."""
    texts = (activity.title, activity.place, _agenda(activity), _summary(activity))
    title, place, agenda, summary = _unnamed(masked(*texts))
    left_out = []
    if _points_to_a_child(title):
        title = activity.programme.name
        left_out.append(NO_TITLE)
    first = _first(activity, title, place, by=by) + _people(activity, left_out)
    lines = [first, *_public(agenda, left_out), *_public(summary, left_out)]
    if activity.programme.area == Area.WALKINS:
        left_out.append(NO_DAY)
    if activity.programme.audience == Audience.COMMITTEE:
        left_out.append(NO_MINUTES)
    return Told(_title(activity, title), lines, list(dict.fromkeys(left_out)))


def _unnamed(texts):
    """The texts with 校外专家 for each speaker from outside, and the unit before, who has not agreed to be named."""
    agreed = Speaker.objects.filter(named_consent_on__isnull=False)
    rows = Speaker.objects.filter(named_consent_on=None).exclude(name__in=agreed.values("name"))
    rows = rows.exclude(name__in=Staff.objects.values("name"))
    for name, unit in rows.values_list("name", "affiliation"):
        before = "|".join(re.escape(word) for word in (unit, UNNAMED) if word)
        texts = [re.sub(rf"(?:(?:{before})的?)?{re.escape(name)}", UNNAMED, text) for text in texts]
    return texts


def _title(activity, title):
    series = activity.programme.name
    is_said = series in title or activity.programme.area not in WITH_SERIES
    return title if is_said else f"{series}：{title}"


def _agenda(activity):
    """The agenda of an event that is open to all; of a meeting it is the branch's own."""
    return activity.agenda if activity.programme.is_public else ""


def _summary(activity):
    programme = activity.programme
    is_closed = programme.area == Area.WALKINS or programme.audience == Audience.COMMITTEE
    return "" if is_closed else activity.summary


def _first(activity, title, place, *, by):
    began = activity.local_start
    if activity.programme.area == Area.WALKINS:
        return f"{began.month}月，{by}开展{_quoted(title)}活动。"
    part = "上午" if began.hour < 12 else "下午" if began.hour < 18 else "晚上"
    return f"{began.month}月{began.day}日{part}，{by}在{place}开展{_quoted(title)}活动。"


def _quoted(title):
    """“社区服务日”, with single quotes inside; a 《》 needs none."""
    if title.startswith("《") and title.endswith("》"):
        return title
    inner = title.translate(str.maketrans("“”", "‘’"))
    return f"“{inner}”"


def _people(activity, left_out):
    """9 名党员、20 名团员和学生参加，服务 63 人次。"""
    if activity.programme.area == Area.WALKINS:
        return ""
    parts = _colleagues(activity, left_out)
    pupils, served = pupil_count_of(activity), served_count_of(activity)
    parts += [f"{count} 名团员和学生" for count in _enough(pupils, left_out)]
    came = f"{'、'.join(parts)}参加" if parts else ""
    word = "服务" if came else "共服务"
    reached = [f"{word} {count} 人次" for count in _enough(served, left_out)]
    says = "，".join(filter(None, [came, *reached]))
    return f"{says}。" if says else ""


def _colleagues(activity, left_out):
    """9 名党员; with other colleagues, where neither number is small, 9 名党员、6 名教职工, else their sum."""
    if not activity.colleague_count:
        if hasattr(activity, "opening"):
            left_out.append(NOT_CONFIRMED)
        return []
    members, all_of_them = activity.member_count, activity.colleague_count
    others = all_of_them - members
    if members >= FEW and not others:
        return [f"{members} 名党员"]
    if members >= FEW and others >= FEW:
        return [f"{members} 名党员", f"{others} 名教职工"]
    return [f"{count} 名教职工" for count in _enough(all_of_them, left_out)]


def _enough(count, left_out):
    """The count in a list, an empty list where there is none; one under five is only said to be left out."""
    if not count:
        return []
    if count < FEW:
        left_out.append(NO_COUNTS)
        return []
    return [count]


def _public(text, left_out):
    """The paragraphs of a text without the sentences that could point to a child, whose number is noted."""
    kept, dropped = [], 0
    for line in text.splitlines():
        sentences = SENTENCE.findall(line)
        shown = [sentence for sentence in sentences if not _points_to_a_child(sentence)]
        dropped += len(sentences) - len(shown)
        kept.append("".join(shown).strip())
    if dropped:
        left_out.append(NO_SENTENCES.format(dropped))
    return list(filter(None, kept))


def _points_to_a_child(sentence):
    is_few = re.search(SMALL, sentence) and re.search(PEOPLE, sentence)
    return bool(is_few or doubts(sentence, ()))
