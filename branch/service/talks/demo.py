"""What stays of the talks of the fictional school: files, books, feedback, and who can talk on what."""

from datetime import timedelta
from io import BytesIO
from uuid import NAMESPACE_OID, uuid5

from django.core.files.uploadedfile import SimpleUploadedFile

from branch.activities.models import Activity, Kind, Speaker
from branch.core.contributions import DemoPart
from branch.core.files import read_document, stored
from branch.ledgers.document import new_document

from .actions import (
    add_material,
    answer,
    open_box,
    recommend,
    release,
    write_card,
    write_speech,
)
from .models import EventMaterial, flag_speeches

BOOKS = (
    (
        "孩子，把你的手给我",
        "海姆·吉诺特",
        "心理教师",
        "初一家长",
        "讲怎么听、怎么说，每一节都短，读一节试一节。",
    ),
    (
        "正面管教",
        "简·尼尔森",
        "支部书记",
        "各年级家长",
        "温和而坚定，先理解再提要求，书里的家庭会议可以照着开。",
    ),
)
# the newest waits for a second person
WAITING = ("中国家庭教育缺什么？", "孙云晓", "支部书记", "各年级家长", "和孩子一起读，一起谈。")
LINES = (
    "练习的那一段最有用。",
    "希望再讲讲手机。",
    "回家就试了“先听三分钟”。",
    "",
    "时间再长一点就好了。",
    "",
    "",
    "讲得很实在。",
)
STARS = (5, 5, 4, 5, 4, 5, 3, 5)
SPEECH = (
    "同学们，情绪像天气，有晴有雨，没有哪一种天气是错的。\n"
    "心里下雨的时候，说给信得过的人听，可以是同学、老师，也可以拨打 12356。"
)
TOPICS = "青春期的情绪\n考前怎么陪\n教师自己的情绪"
OUR_TOPICS = "给孩子真正的支持\n家里怎么谈分数"


class Talks(DemoPart):
    key, title, order = "service.talks", "讲座和资料", 140

    def build(self, school):
        self.school = school
        self.secretary, self.committee = (member.staff.user for member in school.members[:2])
        held = Activity.objects.done().filter(programme__kind=Kind.PARENT_SCHOOL)
        for turn, talk in enumerate(held.order_by("starts_at")):
            self._keep(talk, BOOKS[turn % len(BOOKS)])
        self._recommend(*WAITING, held.order_by("-starts_at").first())
        self._write_cards()
        self._write_speeches()

    def _keep(self, talk, book):
        """A file and a book of a talk, released, and what people said of it."""
        material = add_material(
            talk,
            document=stored(EventMaterial, self._outline(talk)),
            title="讲座提纲",
            is_public=True,
            by=self.committee,
        )
        self._release(material)
        self._release(self._recommend(*book, talk))
        self._answer(talk)

    def _outline(self, talk):
        out = BytesIO()
        paper, _ = new_document(title="讲座提纲", org="", at=self.school.now)
        paper.add_paragraph(talk.title)
        paper.add_paragraph("一、先听三分钟\n二、再问一句\n三、一起想一步")
        paper.save(out)
        return read_document(SimpleUploadedFile("讲座提纲.docx", out.getvalue()))

    def _recommend(self, title, author, by, audience, reason, talk):
        facts = {"title": title, "author": author, "recommended_by": by, "audience": audience}
        return recommend(
            **facts,
            reason=reason,
            recommended_on=talk.day if talk else self.school.today,
            activity=talk,
            by=self.committee,
        )

    def _release(self, row):
        release(row, version=row.version, on=self.school.today, by=self.secretary)

    def _answer(self, talk):
        box = open_box(talk, on=self.school.today, by=self.committee)
        for number, stars in enumerate(STARS):
            answer(
                box,
                stars=stars,
                line=LINES[number],
                key=uuid5(NAMESPACE_OID, f"{talk.pk}.{number}"),
                address="203.0.113.9",
                at=talk.starts_at + timedelta(hours=1),
            )

    def _write_cards(self):
        on = self.school.today
        for speaker in Speaker.objects.all()[:1]:
            facts = {"topics": TOPICS, "named_consent_on": on - timedelta(days=30)}
            write_card(speaker=speaker, **facts, on=on, by=self.secretary)
        write_card(staff=self.secretary.staff, topics=OUR_TOPICS, on=on, by=self.secretary)

    def _write_speeches(self):
        """The text of what was said, released; the last one waits for a second person."""
        said = list(flag_speeches().done())
        for speech in said:
            row = write_speech(speech, is_by_pupil=False, text=SPEECH, by=self.committee)
            if speech != said[-1] or len(said) == 1:
                self._release(row)
