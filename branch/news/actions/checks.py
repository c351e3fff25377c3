"""Checks of an article's texts: blocked words, gaps, and doubts a second person must consider."""

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from branch.core.contributions import source_names
from branch.core.models import SiteProfile
from branch.core.wording import blocked, doubts
from branch.news.clean import LOST, to_plain
from branch.news.models import Article

COLUMNS = ("title", "subtitle", "author_text", "source_text", "summary", "correction_note")
NO_PARTNER = "“{}”与共建单位合办，来源请写明单位名称，如：{}。"
NO_PARTNERS = "“{}”与共建单位合办，请先请支委登记共建单位，再写来源。"
UNASKED = "图片“{}”还没有勾选同意公开，请在“图片”页的“改说明”里勾选，或删除图片。"
UNSAID = "图片“{}”还没有写明有没有学生，请在“图片”页的“改说明”里选。"
UNCHECKED = "图片“{}”里有学生，请在“图片”页照本学年的肖像同意名单核对，再发布。"


def check_texts(article, *, is_checked):
    """Refuse blocked words and missing texts, and doubts unless they were considered; return whether there were any."""
    found = blocked_in(public_texts(article))
    if missing := missing_in(article):
        found["body"] = missing
    if article.corrects_id and not article.correction_note:
        found["correction_note"] = ["请写更正说明，读者会看到。"]
    if found:
        raise ValidationError(found)
    refuse_unasked(article)
    found_doubts = doubts_about(article)
    if found_doubts and not is_checked:
        raise ValidationError({"is_checked": [*found_doubts, "核对后请勾选“我已核对”再发布。"]})
    return bool(found_doubts)


def refuse_without_partner(article):
    """Refuse a source that names no partner, in a column that is published with one; a correction has its original's."""
    if not article.column.is_co_published or article.corrects_id:
        return
    names = source_names()
    if any(name in article.source_text for name, _ in names):
        return
    suggested = [name for name, is_suggested in names if is_suggested]
    says = NO_PARTNER.format(article.column, suggested[0]) if suggested else NO_PARTNERS
    raise ValidationError({"source_text": says.format(article.column)})


def refuse_missing(article):
    """Refuse a body with a note about a picture or video that did not come with a paste."""
    if missing := missing_in(article):
        raise ValidationError({"body": missing})


def refuse_unasked(article):
    """Refuse pictures of which nobody has said that they may be shown, or whether pupils are in them."""
    pictures = list(_added(article))
    unasked = [photo for photo in pictures if not photo.may_be_shown]
    unsaid = [photo for photo in pictures if photo.may_be_shown and photo.has_pupils is None]
    _refuse_pictures({UNASKED: unasked, UNSAID: unsaid})


def refuse_unchecked(article, *, on):
    """Refuse pictures with pupils whom nobody compared with the list of the school year."""
    _refuse_pictures({UNCHECKED: [row for row in _added(article) if row.is_unchecked_on(on)]})


def _added(article):
    """The pictures that its publication makes public: all of the gallery; of a correction, those it adds."""
    if article.corrects_id:
        return article.gallery.filter(pk__in=article.placed - article.corrects.placed)
    return article.gallery


def _refuse_pictures(found):
    refusals = [says.format("”“".join(map(str, rows))) for says, rows in found.items() if rows]
    if refusals:
        raise ValidationError(refusals)


def missing_in(article):
    """A sentence for each kind of note about a lost picture or video that is still in the body."""
    notes = {LOST["img"]: "图片请在图片页上传", LOST["video"]: "视频请改放链接"}
    return [
        f"正文里还有“{note}”，请删去，{instead}。"
        for note, instead in notes.items()
        if note in article.body
    ]


def blocked_in(texts):
    """{field: sentences} for every field that holds a blocked word; texts as `public_texts` yields them."""
    words = SiteProfile.current().blocked_word_list
    found = {}
    for name, label, text in texts:
        for word in blocked(text, words):
            found.setdefault(name, []).append(f"{label}含有禁用词“{word}”，请改掉后再保存。")
    return found


def public_texts(article):
    """(field, label, text) of everything a reader sees of an article, its pictures and files included."""
    for name in COLUMNS:
        text = article.plain_title if name == "title" else getattr(article, name)
        yield name, Article._meta.get_field(name).verbose_name, text
    yield "body", "正文", to_plain(article.body)
    if article.pk:
        for photo in article.photos.all():
            yield NON_FIELD_ERRORS, "图片说明", f"{photo.alt}\n{photo.caption}"
        for file in article.files.all():
            yield NON_FIELD_ERRORS, "附件名称", file.original_name


def refuse_blocked(texts):
    """Raise `ValidationError` if one of the texts holds a blocked word."""
    if found := blocked_in(texts):
        raise ValidationError(found)


def doubts_about(article):
    """Sentences about what another person should consider before the article is published."""
    texts = [text for _, _, text in public_texts(article)]
    return doubts("\n".join(texts), SiteProfile.current().sensitive_word_list)
