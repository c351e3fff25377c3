"""Series of the fictional branch: the express and its tallies, the lectures, and both joint programmes."""

from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from branch.activities.models import Activity, Partner, Programme
from branch.core.contributions import DemoPart

from .actions import Tap, create_series, join_taps, write_stops
from .models import ConsultTopic

CHARTER = "推动科学发展、促进社会和谐、服务人民群众"
ON_THE_WAY = (
    "公益、自愿、不收费，不推荐课程和机构。",
    "不问姓名、电话和孩子的学校，不拍照。",
    "谈家庭教育和学习兴趣，不作诊断。",
    "需要继续谈的，告诉您可以打的电话。",
    "遇到危险，先打 110、120。",
)
AT_HOME = (
    "公益、自愿、不收费，不推荐课程和机构。",
    "一起读书、做游戏，谈家庭教育，不上课、不补课。",
    "孩子由家长陪着来，家长陪着走。",
    "不拍孩子的正脸，不记孩子的名字。",
    "遇到危险，先打 110、120。",
)
EXPRESS, LECTURE = "党员服务直通车", "社区大讲堂"
# programme: (about, charter, agreements, rhythm, partner)
SERIES = {
    EXPRESS: (
        "把家庭教育和心理健康服务送到车站、社区和广场。来了就谈，谈完就走，在座的有心理教师。",
        CHARTER,
        ON_THE_WAY,
        "每学期两三次，周六上午",
        "",
    ),
    LECTURE: (
        "请教师和专家到社区活动室，讲孩子和家庭的事。讲一半，另一半时间回答大家的问题。",
        "",
        ON_THE_WAY,
        "每学期一两次，周六下午",
        "春晖社区",
    ),
    "“5+2>7”快乐家园": (
        "周末请孩子和家长到党群服务站，一起读书、做游戏；家长可以找老师谈谈家里的事。",
        "五天在学校，两天在社区，合起来大于七",
        AT_HOME,
        "每月第三个周六",
        "红心塔",
    ),
    "“好孩子”成长家园": (
        "节假日的亲子活动：手工、游戏、读绘本。家长志愿者和老师一起带。",
        "让每个孩子都有一个去处",
        AT_HOME,
        "节假日",
        "红心塔",
    ),
}
# by the number of people who came: where it stopped, and what they talked of
STOPS = {
    63: (
        "中央车站候车厅东侧",
        {"家庭教育": 21, "亲子沟通": 16, "学习兴趣": 12, "情绪压力": 6, "政策咨询": 5, "其他": 3},
    ),
    41: ("春晖社区广场", {"家庭教育": 17, "学习兴趣": 13, "亲子沟通": 6, "情绪压力": 3, "其他": 2}),
}
# days before today
SPRING = 238
RAIN = "下雨改在社区活动室。"


class _Row:
    """A row of the form of stops."""

    def __init__(self, order):
        self.pk = str(order)


class Outings(DemoPart):
    key, title, order = "service.outings", "服务系列和咨询登记", 131

    def build(self, school):
        self.school, self.by = school, school.members[1].staff.user
        for name, facts in SERIES.items():
            self._write(Programme.objects.get(name=name), *facts)
        self._hold_in_spring()
        trips = Activity.objects.filter(programme__name=EXPRESS).not_cancelled()
        for trip in trips.order_by("starts_at"):
            self._stop(trip)

    def _write(self, programme, about, charter, agreements, rhythm, partner):
        create_series(
            programme,
            about=about,
            charter=charter,
            agreements="\n".join(agreements),
            rhythm=rhythm,
            partner=Partner.objects.filter(name=partner).first(),
            is_shown=True,
            by=self.by,
        )

    def _hold_in_spring(self):
        """A trip of the school year before, which has no other activities."""
        saturday = self.school.now - timedelta(days=SPRING + (self.school.today.weekday() - 5) % 7)
        starts_at = timezone.localtime(saturday).replace(hour=9, minute=30, second=0, microsecond=0)
        Activity.objects.create(
            programme=Programme.objects.get(name=EXPRESS),
            title="春晖社区广场：家庭教育咨询",
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=150),
            place="春晖社区广场",
            partner=Partner.objects.filter(name="春晖社区").first(),
            state=Activity.State.DONE,
            audience_count=41,
            is_announced=True,
            logged_by=self.by,
        )

    def _stop(self, trip):
        """The stop of a trip, and of those whose numbers are known the tally."""
        place, counts = STOPS.get(trip.audience_count, (trip.place, None))
        starts = timezone.localtime(trip.starts_at)
        ends = timezone.localtime(trip.ends_at) if trip.ends_at else starts + timedelta(hours=2)
        facts = {
            "place": place,
            "starts": starts.time(),
            "ends": ends.time(),
            "note": "" if trip.is_done else RAIN,
        }
        write_stops(trip, rows=[(_Row(1), facts)], version=trip.version, by=self.by)
        if counts and trip.is_done:
            self._tally(trip, counts)

    def _tally(self, trip, counts):
        keys = dict(ConsultTopic.objects.values_list("name", "pk"))
        names = [name for name, count in counts.items() for _ in range(count)]
        number = self.school.rng.getrandbits
        taps = [Tap(UUID(int=number(128), version=4), keys[name]) for name in names]
        join_taps(trip, taps=taps, at=trip.starts_at)
