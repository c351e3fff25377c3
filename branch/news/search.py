"""Full-text search of published articles, with the same results on SQLite and PostgreSQL.

The grams of an article are in `news_grams` under its id: an FTS5 table on SQLite, a tsvector with a
GIN index on PostgreSQL. They narrow the search; for words of three and more the folded text decides.
"""

from django.db import connection
from django.db.models import Case, IntegerField, Q, Value, When
from django.db.models.expressions import RawSQL

from branch.core.typed import fold, words_of

from .bigrams import excerpt, grams
from .clean import to_plain
from .models import Article, Column, SearchText

# Of a word that is in most articles, only the newest are searched, and the page says so.
CAP = 500
NO_CAP = 2**31

ALL, ANY = "all", "any"

FIND = {
    "sqlite": "SELECT news_grams.rowid FROM news_grams {holding} news_grams MATCH %s",
    "postgresql": "SELECT news_grams.rowid FROM news_grams {holding} grams @@ %s::tsquery",
}
NEWEST = " ORDER BY news_grams.rowid DESC LIMIT %s"
# A word of two is its own gram; for longer ones the text decides, before the newest are counted off.
CONTAINING = (
    "JOIN news_searchtext AS entry ON entry.article_id = news_grams.rowid WHERE ({each}) AND"
)
CONTAINS = {
    "sqlite": "(instr(entry.title, %s) > 0 OR instr(entry.text, %s) > 0)",
    "postgresql": "(strpos(entry.title, %s) > 0 OR strpos(entry.text, %s) > 0)",
}
# how the words are joined, in SQL and in either index
SQL_JOINS = {ALL: " AND ", ANY: " OR "}
Q_JOINS = {ALL: Q.AND, ANY: Q.OR}
GRAM_JOINS = {
    "sqlite": {ALL: " AND ", ANY: " OR "},
    "postgresql": {ALL: " & ", ANY: " | "},
}
ADD = {
    "sqlite": "INSERT INTO news_grams (rowid, grams) VALUES (%s, %s)",
    "postgresql": "INSERT INTO news_grams (rowid, grams) VALUES (%s, array_to_tsvector(string_to_array(%s, ' ')))",
}
REMOVE = {
    # A contentless FTS5 table deletes a row only if its old content is given.
    "sqlite": "INSERT INTO news_grams (news_grams, rowid, grams) VALUES ('delete', %s, %s)",
    "postgresql": "DELETE FROM news_grams WHERE rowid = %s",
}
CLEAR = {
    "sqlite": "INSERT INTO news_grams (news_grams) VALUES ('delete-all')",
    "postgresql": "DELETE FROM news_grams",
}


def index(article):
    """Put the article into the search index, replacing what the index had of it."""
    forget(article)
    title = fold(article.plain_title)
    text = fold(f"{article.subtitle} {article.author_text} {to_plain(article.body)}")
    row = SearchText.objects.create(article=article, title=title, text=text)
    _run(ADD, article.pk, _grams(row))


def forget(article):
    """Remove the article from the search index."""
    row = SearchText.objects.filter(pk=article.pk).first()
    if row is None:
        return
    if connection.vendor == "sqlite":
        _run(REMOVE, article.pk, _grams(row))
    else:
        _run(REMOVE, article.pk)
    row.delete()


def rebuild():
    """Rebuild the index of all published articles; return their number."""
    _run(CLEAR)
    SearchText.objects.all().delete()
    articles = Article.objects.filter(state=Article.State.PUBLISHED)
    for article in articles.iterator(chunk_size=500):
        index(article)
    _analyze()
    return articles.count()


def _analyze():
    """Update the planner's statistics; without them SQLite scans all articles for two hits."""
    with connection.cursor() as cursor:
        for model in (Article, SearchText, Column):
            cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")


def folded_words(query):
    """The distinct words of a query as they are searched."""
    return words_of(fold(query))


def has_short_word(query):
    """Whether a word of the query has no grams and is searched in titles only."""
    return not all(map(grams, folded_words(query)))


def matching(articles, query, *, cap=CAP, joined=ALL):
    """The articles that contain every word of the query, or any, title hits first, then newest first.

    A word without grams, of one character or of such, is searched in titles only.
    """
    words = folded_words(query)
    if not words:
        return articles.none()
    in_title = Q(
        *(Q(search_text__title__contains=word) for word in words), _connector=Q_JOINS[joined]
    )
    is_title_hit = Case(
        When(in_title, then=Value(1)), default=Value(0), output_field=IntegerField()
    )
    found = articles.filter(_found(words, cap, joined)).annotate(is_title_hit=is_title_hit)
    return found.order_by("-is_title_hit", "-published_on", "-pk")


def first_matching(articles, query, count, *, cap=CAP):
    """(ALL, the first articles that contain every word), or (ANY, …) where none does and there are several."""
    found = list(matching(articles, query, cap=cap)[:count])
    if found or len(folded_words(query)) < 2:
        return ALL, found
    return ANY, list(matching(articles, query, cap=cap, joined=ANY)[:count])


def _found(words, cap, joined):
    """The `Q` of the articles: the index names those that may contain the words, their texts decide."""
    indexed = [word for word in words if grams(word)]
    by_text = Q(*map(_contains, indexed), _connector=Q_JOINS[joined])
    if indexed:
        by_text &= Q(pk__in=RawSQL(*_newest(indexed, cap, joined)))  # noqa: S611 (constant SQL, the words are parameters)
    short = [_contains(word) for word in words if word not in indexed]
    return Q(*filter(None, [by_text, *short]), _connector=Q_JOINS[joined])


def _newest(words, cap, joined):
    """SQL and parameters for the ids of the newest `cap` articles that contain the words."""
    longer = [word for word in words if len(word) > 2 or joined == ANY]
    each = SQL_JOINS[joined].join([CONTAINS[connection.vendor]] * len(longer))
    holding = CONTAINING.format(each=each) if longer else "WHERE"
    sql = FIND[connection.vendor].format(holding=holding) + NEWEST
    return sql, [
        *(word for word in longer for _ in range(2)),
        _match_expression(words, joined),
        cap,
    ]


def is_capped(query, *, cap=CAP, joined=ALL):
    """Whether more than `cap` articles contain the words."""
    words = [word for word in folded_words(query) if grams(word)]
    if not words:
        return False
    sql, params = _newest(words, cap + 1, joined)
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return len(cursor.fetchall()) > cap


def excerpts(rows, query):
    """The rows, each with `excerpt`: pieces of its text around the words of the query."""
    words = folded_words(query)
    for row in rows:
        row.excerpt = excerpt(to_plain(row.body), words)
        yield row


def _contains(word):
    in_title = Q(search_text__title__contains=word)
    return in_title | Q(search_text__text__contains=word) if grams(word) else in_title


def _match_expression(words, joined):
    """What the index is asked: all pairs of each word."""
    joins = GRAM_JOINS[connection.vendor]
    return joins[joined].join(f"({joins[ALL].join(sorted(grams(word)))})" for word in words)


def _grams(row):
    return " ".join(sorted(grams(f"{row.title} {row.text}")))


def _run(statements, *params):
    with connection.cursor() as cursor:
        cursor.execute(statements[connection.vendor], params)
