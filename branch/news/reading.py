"""The queries of a public article page, in SQL.

SQL, because building them with the ORM takes longer than running them: 0.2 ms instead of 5 of the
9 ms that a page took.
"""

from .models import Article, ArticlePhoto

ARTICLE = """
SELECT article.*,
    EXISTS (SELECT 1 FROM news_articlephoto WHERE article_id = article.id) AS has_photos,
    EXISTS (SELECT 1 FROM news_articlefile WHERE article_id = article.id) AS has_files
FROM news_article AS article
WHERE id = %(pk)s AND state = %(published)s
"""
PICTURES = 'SELECT * FROM news_articlephoto WHERE article_id = %s ORDER BY "order", id'
SIDE = """
SELECT * FROM (
    SELECT id, kind, title, published_on FROM news_article
    WHERE column_id = %(column)s AND state = %(published)s
        AND (published_on, id) {beyond} (%(day)s, %(pk)s)
    ORDER BY published_on {way}, id {way} LIMIT %(count)s
) AS {name}
"""
BOTH_SIDES = """
SELECT near.*, photo.file AS cover_file, photo.thumb AS cover_thumb, photo.alt AS cover_alt,
    photo.caption AS cover_caption, photo.width AS cover_width, photo.height AS cover_height
FROM ({older} UNION ALL {newer}) AS near
LEFT JOIN news_articlephoto AS photo ON photo.id = (
    SELECT id FROM news_articlephoto WHERE article_id = near.id ORDER BY "order", id LIMIT 1
)
ORDER BY published_on DESC, id DESC
"""
NEIGHBOURS = BOTH_SIDES.format(
    older=SIDE.format(beyond="<", way="DESC", name="older"),
    newer=SIDE.format(beyond=">", way="ASC", name="newer"),
)


def published(pk, frame):
    """The article if it is published in a column of the frame, with `has_photos` and `has_files`; else None."""
    params = {"pk": pk, "published": Article.State.PUBLISHED.value}
    for article in Article.objects.raw(ARTICLE, params):
        if column := frame.of(article.column_id):
            article.column = column
            return article
    return None


def pictures(article):
    """The article's pictures, in order."""
    return list(ArticlePhoto.objects.raw(PICTURES, [article.pk])) if article.has_photos else []


def neighbours(article, count):
    """Up to `count` articles on either side of it in its column, newest first, each with its cover."""
    return list(
        Article.objects.raw(
            NEIGHBOURS,
            {
                "pk": article.pk,
                "day": article.published_on,
                "column": article.column_id,
                "published": Article.State.PUBLISHED.value,
                "count": count,
            },
        )
    )
