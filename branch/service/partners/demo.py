"""Partners of the fictional branch: where it reported, what was agreed and taken up, and what was said of its year."""

from datetime import date, timedelta

from django.utils import timezone

from branch.activities.models import Activity, Partner
from branch.core.contributions import DemoPart
from branch.core.files import stored
from branch.core.periods import school_year
from branch.service.registers.demo import a_paper

from .actions import add_row, list_entry, revise_partner, step_entry
from .models import AgreementPaper, BranchReport, ListEntry, PartnerEvaluation, PartnershipAgreement

Group = ListEntry.Group
TOWER = "红心塔"
# name: (whom one calls, office telephone)
CONTACTS = {TOWER: ("覃晓岚", "8555-0130"), "春晖社区": ("邬明远", "8555-0131")}
# (list, line, its last state)
LISTS = {
    TOWER: (
        (Group.THEIR_NEED, "周末有人带孩子读书", "done"),
        (Group.THEIR_NEED, "家庭教育讲座", "running"),
        (Group.OUR_RESOURCE, "家庭教育指导教师 5 名", ""),
        (Group.OUR_RESOURCE, "周末开放报告厅", ""),
        (Group.PROJECT, "“5+2>7”快乐家园", "running"),
        (Group.PROJECT, "“好孩子”成长家园", "running"),
        (Group.PROJECT, "六一亲子活动", "done"),
        (Group.THEIR_RESOURCE, "党群服务站活动室和图书角", ""),
    ),
    "春晖社区": (
        (Group.THEIR_NEED, "手机与亲子关系讲座", "done"),
        (Group.PROJECT, "家教宣传", "running"),
        (Group.PROJECT, "社区服务日", ""),
        (Group.OUR_NEED, "社区大讲堂的场地", "done"),
    ),
}


class Partners(DemoPart):
    key, title, order = "service.partners", "共建单位", 132

    def build(self, school):
        self.secretary, self.committee = (school.members[n].staff for n in (0, 1))
        self.today = school.today
        self.partners = {row.name: row for row in Partner.objects.all()}
        self.day = self._day_of_report()
        for name, contact in CONTACTS.items():
            self._name_contact(self.partners[name], *contact)
            for line in LISTS[name]:
                self._list(self.partners[name], *line)
        self._agree()
        self._report()
        self._judge()

    def _day_of_report(self):
        """The Party day on which the branch went to the service station; where none was held yet, last year's."""
        there = Activity.objects.filter(place=TOWER, partner=None)
        there.update(partner=self.partners[TOWER])
        held = Activity.objects.done().filter(partner=self.partners[TOWER]).order_by("starts_at")
        last_year = date(school_year(self.today).start.year - 1, 10, 10)
        return timezone.localdate(held[0].starts_at) if held else last_year

    def _name_contact(self, row, name, phone):
        facts = {"name": row.name, "kind": row.kind, "is_active": True}
        contact = {"contact_name": name, "contact_phone": phone}
        by = self.committee.user
        revise_partner(row, version=row.version, **facts, **contact, by=by)

    def _list(self, partner, group, what, state):
        facts = {"on": self.day, "by": self.committee.user}
        row = list_entry(partner, group=group, what=what, **facts)
        if state:
            later = facts | {"on": min(self.day + timedelta(days=30), self.today)}
            step_entry(row, state=state, version=row.version, **later)

    def _add(self, model, name, day, **facts):
        by = self.committee.user
        return add_row(model, self.partners[name], on=day, by=by, **facts)

    def _agree(self):
        last_day = date(self.day.year + 3, 10, 9)
        facts = {"title": "“红心塔”共建协议", "from_on": self.day, "until_on": last_day}
        paper = stored(AgreementPaper, a_paper("共建协议.pdf"))
        self._add(PartnershipAgreement, TOWER, self.day, **facts, paper=paper)
        day = date(school_year(self.today).start.year - 1, 10, 18)
        facts = {"title": "家庭教育进社区共建协议", "from_on": day}
        self._add(PartnershipAgreement, "春晖社区", day, **facts)

    def _report(self):
        facts = {"place": "红心塔党群服务站", "reported_by": self.secretary}
        self._add(BranchReport, TOWER, self.day, from_on=self.day, **facts)

    def _judge(self):
        last_year = date(school_year(self.today).start.year - 1, 12, 26)
        for name, day, grade, words in (
            (TOWER, self.today, "优秀", "按时报到，认领的项目都在办，周末来的老师居民认得。"),
            ("春晖社区", last_year, "", "讲座贴近家长，希望来年多办两场。"),
        ):
            facts = {"year": day.year, "evaluated_on": day, "grade": grade, "words": words}
            self._add(PartnerEvaluation, name, day, **facts)
