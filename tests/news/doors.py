"""Who may open the public pages, and the pages on which articles are made."""

from tests.door import COMMITTEE, NOBODY, Door, public

WRITING = COMMITTEE | {"editor"}

DOORS = {
    # the style guide, in development only
    "news:article-list": public(),
    "news:column": public(row="column"),
    "news:article": public(row="public_article", other=NOBODY),
    "news:feed": public(row="column"),
    "news:photo-file": public(row="public_photo", other=WRITING),
    "news:document-file": public(row="public_document", other=WRITING),
    # drafts, review and publishing
    "news:desk": Door(may=WRITING),
    "news:article-create": Door(may=WRITING, post=True),
    "news:article-detail": Door(may=WRITING, row="article"),
    "news:article-update": Door(may=WRITING, row="article", post=True),
    "news:article-sheet": Door(may=WRITING, row="article"),
    "news:article-submit": Door(may=WRITING, row="article", get=False, post=True),
    "news:article-return": Door(may=WRITING, row="article", get=False, post=True),
    "news:article-publish": Door(may=COMMITTEE, row="article", get=False, post=True),
    "news:article-withdraw": Door(may=COMMITTEE, row="article", get=False, post=True),
    "news:article-correct": Door(may=WRITING, row="article", get=False, post=True),
    "news:article-discard": Door(may=WRITING, row="article", get=False, post=True),
    "news:photo-add": Door(may=WRITING, row="article", post=True),
    "news:photo-update": Door(may=WRITING, row="photo", post=True),
    "news:photo-remove": Door(may=WRITING, row="photo", get=False, post=True),
    # an editor does not read the lists by which pupils are checked
    "news:photo-check": Door(may=COMMITTEE, row="photo", get=False, post=True),
    "news:file-add": Door(may=WRITING, row="article", post=True),
    "news:file-remove": Door(may=WRITING, row="file", get=False, post=True),
}
