"""Factories of columns, articles and their pictures and documents."""

from datetime import UTC, date, datetime
from io import BytesIO
from itertools import count

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from branch.accounts.models import Role
from branch.core.files import read_document, read_picture, stored
from branch.news import actions, search
from branch.news.models import Article, ArticleFile, ArticlePhoto, Column, title_key
from tests.factories import make_staff
from tests.pdfs import pdf

_n = count(1)
AT = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)  # 09:00 in Shanghai
DAY = date(2026, 11, 24)


def make_column(name="支部要闻", **fields):
    """The column of this name; created if it does not exist."""
    found = Column.objects.filter(name=name).first()
    return found or Column.objects.create(**{"name": name, "slug": f"column-{next(_n)}", **fields})


def make_editor():
    return make_staff(Role.EDITOR).user


def make_draft(**fields):
    """A draft that may be submitted and published as it is."""
    n = next(_n)
    given = {
        "by": fields.pop("by", None) or make_editor(),
        "at": AT,
        "column": fields.pop("column", None) or make_column(),
        "kind": Article.Kind.NEWS,
        "title": f"第{n}篇文章",
        "author_text": "作者甲",
        "source_text": "春山中学党支部",
        "body": f"<p>第 {n} 篇正文。</p>",
    }
    return actions.write(**(given | fields))


def make_submitted(**fields):
    draft = make_draft(**fields)
    return actions.submit(draft, version=draft.version, by=draft.written_by, at=AT)


def make_public(article, publisher=None):
    """Publish a submitted article as a person who did not write it."""
    publisher = publisher or make_staff(Role.COMMITTEE).user
    return actions.publish(article, version=article.version, by=publisher, at=AT, is_checked=True)


def make_published(*, on=DAY, publisher=None, **fields):
    """A published article dated `on`."""
    return make_public(make_submitted(published_on=on, **fields), publisher)


def picture(name="现场.jpg"):
    """A JPEG as a phone sends it, with a GPS position in its EXIF data."""
    image, data = Image.new("RGB", (900, 600), "#2b6a5c"), BytesIO()
    tags = Image.Exif()
    tags[0x8825] = {1: "N", 2: (31.0, 34.0, 0.0)}
    tags[0x010E] = "拍摄地点"
    image.save(data, "JPEG", exif=tags)
    return SimpleUploadedFile(name, data.getvalue(), content_type="image/jpeg")


def add_picture(article, by, *, upload=None, store=stored, **fields):
    """One picture added to the article, which may be shown; without WebP unless `store` makes it."""
    texts = {"alt": "教师围坐", "caption": "", "may_be_shown": True, "has_pupils": False} | fields
    values = store(ArticlePhoto, read_picture(upload or picture()))
    return actions.add_photos(article, pictures=[values], by=by, at=AT, **texts)[0]


def add_document(article, by, name="通知.pdf"):
    document = stored(ArticleFile, read_document(SimpleUploadedFile(name, pdf())))
    return actions.add_file(article, document=document, by=by, at=AT)


def make_many(count, *, column=None, on=DAY, title="旧文", body="<p>正文</p>"):
    """Published articles inserted directly into the tables, for long lists."""
    column = column or make_column()
    rows = [
        Article(
            column=column,
            title=f"{title}{n}",
            title_key=title_key(f"{title}{n}"),
            body=body,
            source_text="春山中学",
            state=Article.State.PUBLISHED,
            published_on=on,
            created_at=AT,
            updated_at=AT,
            first_published_at=AT,
        )
        for n in range(count)
    ]
    made = Article.objects.bulk_create(rows)
    for article in made:
        search.index(article)
    return made
