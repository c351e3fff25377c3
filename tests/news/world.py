"""An article that is published and a draft, each with a photo and a file."""

from pathlib import PurePath

from branch.news.models import ArticleFile, ArticlePhoto
from tests.factories import read_pdf, read_photo
from tests.news.factories import make_draft, make_published


def add_rows(world):
    """Own and other in the desk; for the public, a published article and a draft."""
    ours, draft = make_published(by=world.users["editor"]), make_draft()
    world.add("article", ours, draft)
    world.add("public_article", ours, draft)
    slug = ours.column.slug
    world.rows["column"] = {"own": {"slug": slug}, "other": {"slug": slug}}
    for kind, hang in (("photo", _photo), ("file", _file)):
        own, other = hang(ours, world), hang(draft, world)
        world.add(kind, own, other)
        public = "public_photo" if kind == "photo" else "public_document"
        names = [{"name": PurePath(row.file.name).name} for row in (own, other)]
        world.rows[public] = dict(zip(("own", "other"), names, strict=True))


def _photo(article, world):
    return ArticlePhoto.objects.create(
        article=article, uploaded_by=world.users["editor"], **read_photo()
    )


def _file(article, world):
    by = world.users["editor"]
    return ArticleFile.objects.create(article=article, uploaded_by=by, **read_pdf())
