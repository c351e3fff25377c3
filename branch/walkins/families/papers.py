"""家访记录表: one home visit for the school's file, with the names that its reader may read."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from .models import HomeVisit

TITLE = "家访记录表"
NOTE = "本表含学生姓名，只存学校档案，不对外提供。"


@dataclass(frozen=True)
class VisitPaper:
    """The content of the form, for print and docx; it has no sealed note, and no word of whether there is one."""

    # with `with_children`, and as `raised` the difficulties raised in it that the reader may read
    visit: HomeVisit
    raised: list
    org: str
    # 打印人 周文静
    made_by: str
    at: datetime

    title = TITLE

    @property
    def facts(self):
        """(label, text) of the short fields, of which two share a line."""
        visit = self.visit
        return [
            ("学生", visit.names),
            ("班级", visit.class_names),
            ("日期", visit.happened_on.isoformat()),
            ("方式", visit.get_mode_display()),
            ("走访教师", visit.team),
            ("在场家长", visit.present_says),
        ]

    @property
    def lines(self):
        return list(zip(self.facts[::2], self.facts[1::2], strict=True))

    @property
    def texts(self):
        """(label, text) of the long fields; what no record has is filled by hand."""
        visit = self.visit
        return [
            # only that it is a second one: a category of families is on no paper with names
            ("家访目的", "回访" if visit.is_return else ""),
            ("交流情况", "\n".join(filter(None, [visit.fact, _topics(visit)]))),
            ("家长意见建议", visit.advice),
            ("后续跟进", "\n".join(map(follow_up_says, self.raised))),
            ("教师签名", ""),
        ]

    @property
    def fine(self):
        """The line at the foot: what it is for, who made it and when."""
        return f"{NOTE}{self.made_by} {timezone.localtime(self.at):%Y-%m-%d %H:%M}"

    @property
    def file_name(self):
        """家访记录表-20261107.docx, without a name."""
        return f"{TITLE}-{self.visit.happened_on:%Y%m%d}.docx"


def _topics(visit):
    return f"反映：{visit.topics_say}" if visit.topics else ""


def follow_up_says(need):
    """照护不足：周文静负责，联系社区托管，2026-12-15 前办结; a closed one with its outcome."""
    measure = f"，{need.get_measure_display()}" if need.measure else ""
    until = (
        f"，{need.due_on} 前办结"
        if need.is_open
        else f"，{need.closed_on} 办结：{need.get_outcome_display()}"
    )
    return f"{need.get_kind_display()}：{need.owner}负责{measure}{until}"
