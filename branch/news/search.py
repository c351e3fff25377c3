"""Finding published articles by the words in them, the same way on SQLite and PostgreSQL.

The grams of an article lie in `news_grams` under its id: an FTS5 table on SQLite, a tsvector under
GIN on PostgreSQL. They narrow; what a gram cannot tell (a word of three) the folded text decides.
"""

from django.db import connection
from django.db.models import Case, IntegerField, Q, Value, When
from django.db.models.expressions import RawSQL

from .bigrams import excerpt, fold, grams, words_of
from .clean import to_plain
from .models import Article, Column, SearchText

# A word that stands in most articles: the newest are enough, and the page says so.
CAP = 500
NO_CAP = 2**31

FIND = {
    "sqlite": "SELECT news_grams.rowid FROM news_grams {holding} news_grams MATCH %s",
    "postgresql": "SELECT news_grams.rowid FROM news_grams {holding} grams @@ %s::tsquery",
}
NEWEST = " ORDER BY news_grams.rowid DESC LIMIT %s"
# A word of two is its own gram; of any other the text decides, before the newest are counted off.
HOLDING = "JOIN news_searchtext AS said ON said.article_id = news_grams.rowid WHERE {each} AND"
HOLDS = {
    "sqlite": "(instr(said.title, %s) > 0 OR instr(said.text, %s) > 0)",
    "postgresql": "(strpos(said.title, %s) > 0 OR strpos(said.text, %s) > 0)",
}
ADD = {
    "sqlite": "INSERT INTO news_grams (rowid, grams) VALUES (%s, %s)",
    "postgresql": "INSERT INTO news_grams (rowid, grams) VALUES (%s, array_to_tsvector(string_to_array(%s, ' ')))",
}
REMOVE = {
    # A table without content forgets a row only when told what it said.
    "sqlite": "INSERT INTO news_grams (news_grams, rowid, grams) VALUES ('delete', %s, %s)",
    "postgresql": "DELETE FROM news_grams WHERE rowid = %s",
}
CLEAR = {
    "sqlite": "INSERT INTO news_grams (news_grams) VALUES ('delete-all')",
    "postgresql": "DELETE FROM news_grams",
}


def index(article):
    """Let the search find the article by what it says now."""
    forget(article)
    title = fold(article.plain_title)
    text = fold(f"{article.subtitle} {article.author_text} {to_plain(article.body)}")
    row = SearchText.objects.create(article=article, title=title, text=text)
    _run(ADD, article.pk, _grams(row))


def forget(article):
    """Let the search no longer find the article."""
    row = SearchText.objects.filter(pk=article.pk).first()
    if row is None:
        return
    if connection.vendor == "sqlite":
        _run(REMOVE, article.pk, _grams(row))
    else:
        _run(REMOVE, article.pk)
    row.delete()


def rebuild():
    """Index every published article afresh; returns how many there are."""
    _run(CLEAR)
    SearchText.objects.all().delete()
    articles = Article.objects.filter(state=Article.State.PUBLISHED)
    for article in articles.iterator(chunk_size=500):
        index(article)
    _count_rows()
    return articles.count()


def _count_rows():
    """Let the database learn how many rows there are: not knowing, SQLite walks all articles for two hits."""
    with connection.cursor() as cursor:
        for model in (Article, SearchText, Column):
            cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")


def matching(articles, query, *, cap=CAP):
    """Those of the articles that hold every word asked for, title hits first, then newest first.

    A word of one character is looked for in titles only.
    """
    words = words_of(query)
    if not words:
        return articles.none()
    asked = sorted(set().union(*map(grams, words)))
    if asked:
        articles = articles.filter(pk__in=RawSQL(*_newest(words, asked, cap)))  # noqa: S611 (constant SQL, the words are parameters)
    for word in words:
        articles = articles.filter(_holds(word))
    in_title = Q(*(Q(search_text__title__contains=word) for word in words))
    is_title_hit = Case(
        When(in_title, then=Value(1)), default=Value(0), output_field=IntegerField()
    )
    return articles.annotate(is_title_hit=is_title_hit).order_by(
        "-is_title_hit", "-published_on", "-pk"
    )


def _newest(words, asked, cap):
    """SQL and parameters: the ids of the newest so many that hold the words, newest first."""
    longer = [word for word in words if len(word) > 2]
    holding = HOLDING.format(each=" AND ".join([HOLDS[connection.vendor]] * len(longer)))
    sql = FIND[connection.vendor].format(holding=holding if longer else "WHERE") + NEWEST
    return sql, [*(word for word in longer for _ in range(2)), _asking(asked), cap]


def is_capped(words, *, cap=CAP):
    """Whether more articles hold the words than are put in order."""
    words = words_of(words)
    asked = sorted(set().union(*map(grams, words)))
    if not asked:
        return False
    sql, params = _newest(words, asked, cap + 1)
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return len(cursor.fetchall()) > cap


def excerpts(rows, query):
    """The rows, each with the pieces of its text around the words asked for."""
    words = words_of(query)
    for row in rows:
        row.excerpt = excerpt(to_plain(row.body), words)
        yield row


def _holds(word):
    in_title = Q(search_text__title__contains=word)
    return in_title if len(word) == 1 else in_title | Q(search_text__text__contains=word)


def _asking(asked):
    return " AND ".join(asked) if connection.vendor == "sqlite" else " & ".join(asked)


def _grams(row):
    return " ".join(sorted(grams(f"{row.title} {row.text}")))


def _run(statements, *params):
    with connection.cursor() as cursor:
        cursor.execute(statements[connection.vendor], params)
