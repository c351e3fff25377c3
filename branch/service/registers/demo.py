"""Registrations at residence of the fictional branch: 31 of 34 members, the deeds of a year, one told late."""

from datetime import date, timedelta
from io import BytesIO

from django.core.files.base import File
from PIL import Image, ImageDraw

from branch.core.contributions import DemoPart
from branch.core.files import stored
from branch.core.periods import school_year

from .actions import (
    add_wording,
    confirm_deed,
    register_several,
    tell_deed,
    tick_items,
    write_registration,
)
from .models import (
    ChecklistItem,
    Community,
    CommunityPaper,
    RegistrationReceipt,
    ServiceContent,
)

COMMUNITIES = ("春晖社区", "红心塔社区", "友好社区", "中央社区", "新湖社区", "南园社区")
CONTENTS = ("家庭教育", "课后阅读", "政策宣传", "环境整治", "邻里互助", "其他")
# the wording is an example: no paper lists what the three and the three are
ITEMS = {
    "register": ("向社区党组织报到", "向所在网格报到", "加入社区党员联系群"),
    "serve": ("认领一个服务岗位", "为社区办一件实事", "参加一次社区议事"),
}
# indexes of members: away, arrived lately, and one more who are not registered
UNREGISTERED = (28, 31, 32)
# of those whom a list of their community registered, without a paper of their own
BY_LIST = (9, 17, 25)
WITHOUT_PAPER = (5, 12, 20, 33)
WITHOUT_POST = (5, 13, 24)
# index of the demo user "member"
MEMBER = 2
# days before today on which most did something, and what is told late
ROUND = (8, 36, 71, 130, 205, 260)
LATE, TOLD = 37, 20


class Registers(DemoPart):
    key, title = "service.registers", "居住地报到"
    order = 130

    def build(self, school):
        self.school, self.today = school, school.today
        self.secretary, self.committee = (school.members[n].staff.user for n in (0, 1))
        # the weekend on which most registered, in the autumn of last school year
        self.weekend = date(school_year(school.today).start.year - 1, 9, 27)
        self.paper = stamped_paper()
        self._build_lists()
        self.by_index = dict(enumerate(school.members))
        self._register()
        self._register_list()
        self._tick()
        self._build_deeds()

    def _build_lists(self):
        facts = {"on": self.weekend - timedelta(days=20), "by": self.secretary}
        self.communities = [
            add_wording(Community, name=name, order=n, **facts)
            for n, name in enumerate(COMMUNITIES, 1)
        ]
        self.contents = [
            add_wording(ServiceContent, name=name, order=n, **facts)
            for n, name in enumerate(CONTENTS, 1)
        ]
        self.items = [
            add_wording(ChecklistItem, group=group, name=name, order=n, **facts)
            for group, names in ITEMS.items()
            for n, name in enumerate(names, 1)
        ]

    def _community(self, index):
        """Half of them live near the school."""
        return self.communities[0 if index % 2 == 0 else 1 + index // 2 % 5]

    def _content(self, index):
        return self.contents[(index + 4) % (len(self.contents) - 1)]

    def _register(self):
        for index, member in self.by_index.items():
            if index in (*UNREGISTERED, *BY_LIST):
                continue
            day = self._first_day(member, index)
            write_registration(
                member,
                community=self.communities[0] if index == MEMBER else self._community(index),
                from_on=day,
                post="" if index in WITHOUT_POST else self._content(index).name,
                receipt=None if index in WITHOUT_PAPER else self._paper(RegistrationReceipt),
                on=day,
                by=member.staff.user,
            )

    def _first_day(self, member, index):
        """The weekend, for a few some weeks later, or the day on which they came to the branch."""
        day = self.weekend + timedelta(days=12 if index in WITHOUT_PAPER else 0)
        since = member.statuses.order_by("from_on").first().from_on
        return max(day, since)

    def _register_list(self):
        day = self.weekend + timedelta(days=1)
        register_several(
            [self.by_index[index] for index in BY_LIST],
            community=self.communities[1],
            from_on=day,
            paper=self._paper(CommunityPaper),
            on=day,
            by=self.secretary,
        )

    def _paper(self, model):
        return stored(model, a_paper("回执.pdf", self.paper))

    def _tick(self):
        for index, member in self.by_index.items():
            if index not in UNREGISTERED:
                done = self.items[: 3 + index % 3] if index != MEMBER else self.items[:4]
                keys = {item.pk for item in done}
                day = self._first_day(member, index)
                tick_items(member, ticked=keys, shown=set(), on=day, by=member.staff.user)

    def _build_deeds(self):
        for n, back in enumerate(ROUND):
            day = self.today - timedelta(days=back)
            for index, member in self.by_index.items():
                registered = index not in (*UNREGISTERED, 33) and (index + n) % 3 == 0
                if registered and day > self.weekend + timedelta(days=12):
                    self._tell(member, index, day, minutes=60 + 30 * ((index + n) % 4), on=day)
        told, day = (self.today - timedelta(days=back) for back in (TOLD, LATE))
        self._tell(self.by_index[MEMBER], MEMBER, day, minutes=90, on=told)
        self._confirm_one(day, told)

    def _confirm_one(self, day, told):
        deed = self._tell(self.by_index[4], 2, day, minutes=120, on=told)
        facts = {"version": deed.version, "on": told + timedelta(days=1), "by": self.committee}
        confirm_deed(deed, **facts)

    def _tell(self, member, index, day, *, minutes, on):
        return tell_deed(
            member,
            happened_on=day,
            community=self._community(index),
            content=self._content(index),
            minutes=minutes,
            on=on,
            by=member.staff.user,
        )


def a_paper(name, content=b""):
    """Column values of a paper that lies in no store yet; one with a stamp unless it is given."""
    content = content or stamped_paper()
    file = File(BytesIO(content), name="paper.pdf")
    return {"file": file, "original_name": name, "size": len(content)}


def stamped_paper():
    """A PDF of one page with lines and a stamp, without a word, as bytes."""
    page = Image.new("RGB", (420, 594), "white")
    pen = ImageDraw.Draw(page)
    for row in range(6):
        pen.line((60, 140 + row * 45, 360, 140 + row * 45), fill="black")
    pen.ellipse((240, 420, 350, 530), outline="red", width=4)
    out = BytesIO()
    page.save(out, "PDF")
    return out.getvalue()
