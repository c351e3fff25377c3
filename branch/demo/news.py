"""The articles of the demo, written by the editor and published by another person."""

from datetime import timedelta
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.html import escape
from PIL import Image, ImageDraw

from branch.core.files import read_document, read_picture, stored, stored_with_webp
from branch.news import actions
from branch.news.models import ArticleFile, ArticlePhoto, Column

from .activities import picture
from .days import at
from .texts import BRANCH, STUDY
from .texts_public import DRAFT, HEART, OTHERS, RETURNED, RETURNED_REMARK, TOGETHER, WAITING

PUBLISHED = (*BRANCH, *STUDY, *HEART, *TOGETHER, *OTHERS)
SOURCE = "广勤中学党支部"
# the picture on which pupils can be recognised
PUPILS = ("circle", "reading")
WITH_PLAN = "团辅教案《情绪的天气》"


class Newsroom:
    """Writes, submits and publishes the articles."""

    def __init__(self, days, now, editor, committee):
        self.days, self.now, self.editor, self.committee = days, now, editor, committee
        self.columns = {row.slug: row for row in Column.objects.all()}

    def build(self):
        """Build the published articles, oldest first, then a draft, a returned and submitted ones."""
        for text in sorted(PUBLISHED, key=lambda text: -text.days_ago):
            self._publish(text)
        self._write(DRAFT)
        returned = self._submit(RETURNED)
        actions.send_back(
            returned,
            version=returned.version,
            remark=RETURNED_REMARK,
            by=self.committee,
            at=self.now,
        )
        for text in WAITING:
            self._submit(text)

    def _publish(self, text):
        article, moment = self._submit(text), self._moment(text)
        if text.picture in PUPILS:
            actions.check_pupils(article.photos.get(), by=self.committee, at=moment)
        return actions.publish(
            article,
            version=article.version,
            by=self.committee,
            at=moment + timedelta(hours=1),
            is_checked=True,
        )

    def _submit(self, text):
        article, moment = self._write(text), self._moment(text)
        return actions.submit(article, version=article.version, by=self.editor, at=moment)

    def _write(self, text):
        moment = self._moment(text)
        article = actions.write(
            by=self.editor,
            at=moment,
            kind=text.kind,
            column=self.columns[text.column],
            title=text.title,
            author_text=text.author or SOURCE,
            source_text=text.source or SOURCE,
            summary=text.summary,
            body=html_of(text.body),
        )
        if text.picture:
            actions.add_photos(
                article,
                pictures=[stored_with_webp(ArticlePhoto, read_picture(picture(text.picture)))],
                may_be_shown=True,
                has_pupils=text.picture in PUPILS,
                alt=text.caption.rstrip("。"),
                caption=text.caption,
                by=self.editor,
                at=moment,
            )
        if text.title == WITH_PLAN:
            document = stored(ArticleFile, read_document(lesson_plan()))
            actions.add_file(article, document=document, by=self.editor, at=moment)
        return article

    def _moment(self, text):
        """Ten o'clock on the text's day, or now if that is later than now."""
        return min(at(self.days.before(text.days_ago), "10:00"), self.now)


def html_of(text):
    """The text as HTML, a paragraph a line; a line that begins with ## is a heading."""
    lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
    return "".join(
        f"<h2>{escape(line[3:])}</h2>" if line.startswith("## ") else f"<p>{escape(line)}</p>"
        for line in lines
    )


def lesson_plan():
    """A PDF of one page, as an upload."""
    page = Image.new("RGB", (620, 877), "white")
    pen = ImageDraw.Draw(page)
    for row in range(7):
        pen.rectangle((60, 120 + row * 100, 560, 200 + row * 100), outline="black", width=2)
    out = BytesIO()
    page.save(out, "PDF")
    return SimpleUploadedFile("情绪的天气.pdf", out.getvalue())
