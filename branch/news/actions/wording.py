"""What the words of an article are asked before it may go out."""

from django.core.exceptions import ValidationError

from branch.core.models import SiteProfile
from branch.news.clean import NO_PICTURE, to_plain
from branch.news.models import Article
from branch.news.wording import blocked, doubts

READ_FOR_WORDS = ("title", "subtitle", "author_text", "source_text", "summary", "body")


def check_words(article, *, is_checked):
    """Refuse blocked words and gaps in the text; refuse doubts until somebody has considered them."""
    found = blocked_in(article)
    if NO_PICTURE in article.body:
        found["body"] = [f"正文里还有“{NO_PICTURE}”，请删去，图片请在图片页上传。"]
    if article.corrects_id and not article.correction_note:
        found["correction_note"] = ["请写更正说明，读者会看到。"]
    if found:
        raise ValidationError(found)
    if not is_checked and (open_doubts := doubts_about(article)):
        raise ValidationError({"is_checked": [*open_doubts, "核对后请勾选“我已核对”再发布。"]})


def blocked_in(article):
    """{field: sentences} for every field that holds a blocked word."""
    words = SiteProfile.current().blocked_word_list
    texts = {name: getattr(article, name) for name in READ_FOR_WORDS}
    texts["body"] = to_plain(article.body)
    found = {name: blocked(text, words) for name, text in texts.items()}
    return {
        name: [f"{_label(name)}含有禁用词“{word}”，请改掉后再保存。" for word in hits]
        for name, hits in found.items()
        if hits
    }


def refuse_blocked(article):
    """No text with a blocked word is kept, however it comes."""
    if found := blocked_in(article):
        raise ValidationError(found)


def _label(name):
    return Article._meta.get_field(name).verbose_name


def doubts_about(article):
    """Sentences about what another person should look at before the public reads it."""
    photos = [f"{photo.alt} {photo.caption}" for photo in article.photos.all()]
    texts = (
        article.plain_title,
        article.subtitle,
        article.summary,
        to_plain(article.body),
        *photos,
    )
    return doubts("\n".join(texts), SiteProfile.current().sensitive_word_list)
