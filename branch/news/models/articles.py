from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.fields.files import FieldFile
from django.utils.timezone import localdate

from branch.core.addresses import address_of
from branch.core.files import webp_name, widths_of
from branch.core.models import StoredFile, StoredImage, Versioned, VersionedQuerySet
from branch.core.models.abstract import generated_name
from branch.core.periods import school_year
from branch.core.typed import fold, words_of
from branch.news.clean import pictures_in
from branch.news.newest import NextFew

from .columns import Column, news_url
from .pictures import Cover, ShownPicture, public_storage

PICTURES_AT_ONCE = 9


def title_key(title):
    """The letters and digits of a title, folded; equal for different spellings of one title."""
    return "".join(char for char in fold(title) if char.isalnum())


class ArticleQuerySet(VersionedQuerySet):
    def published(self):
        return self.filter(state=Article.State.PUBLISHED, column__in=Column.objects.public())

    def in_column(self, column):
        """Articles of a column and of the columns below it."""
        below = Column.objects.filter(Q(pk=column.pk) | Q(parent=column))
        return self.filter(column__in=below)

    def in_year(self, year):
        return self.filter(published_on__year=year)

    def titled_like(self, words):
        """Articles whose title contains every word, ignoring spaces and punctuation."""
        return self.filter(*(Q(title_key__contains=title_key(word)) for word in words_of(words)))

    def newest_first(self):
        return self.order_by("-published_on", "-pk")

    def newest_in(self, columns, count):
        """The newest articles of these public columns."""
        if not columns:
            return self.none()
        return self.filter(pk__in=NextFew(columns, count)).newest_first()[:count]

    def visible_to(self, user):
        """All articles, in any state, for users who write or publish; none for others."""
        return self if user.has_perm("news.view_article") else self.none()


class Article(Versioned):
    """文章: written by one person and published by another; its public address never changes.

    A 更正稿 has `corrects`: when it is published, its texts replace those of the article it corrects.
    """

    class Kind(models.TextChoices):
        NEWS = "news", "新闻"
        COMMENTARY = "commentary", "网评"
        NOTICE = "notice", "通知"
        PUBLIC_NOTICE = "public_notice", "公示"
        EXPERIENCE = "experience", "经验"
        FEATURE = "feature", "专题"

    class State(models.TextChoices):
        DRAFT = "draft", "草稿"
        SUBMITTED = "submitted", "待审核"
        PUBLISHED = "published", "已发布"
        WITHDRAWN = "withdrawn", "已撤稿"

    EDITABLE = (State.DRAFT, State.WITHDRAWN)
    WITHOUT_KICKER = (Kind.NEWS, Kind.NOTICE)

    kind = models.CharField("类型", max_length=20, choices=Kind, default=Kind.NEWS)
    column = models.ForeignKey(Column, models.PROTECT, related_name="articles", verbose_name="栏目")
    title = models.CharField("标题", max_length=120)
    title_key = models.CharField(max_length=240, editable=False)
    subtitle = models.CharField("副题", max_length=120, blank=True)
    author_text = models.CharField("作者", max_length=60, blank=True)
    source_text = models.CharField("来源", max_length=60, blank=True)
    source_url = models.URLField("原文网址", blank=True)
    summary = models.CharField("摘要", max_length=200, blank=True)
    body = models.TextField("正文")
    published_on = models.DateField("发布日期", null=True, blank=True)
    state = models.CharField("状态", max_length=20, choices=State, default=State.DRAFT)
    # The last person to change its texts, and the person who published it; None for an imported one.
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="撰稿人",
    )
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="签发人",
    )
    corrects = models.OneToOneField(
        "self", models.CASCADE, null=True, blank=True, related_name="correction"
    )
    correction_note = models.CharField("更正说明", max_length=200, blank=True)
    created_at = models.DateTimeField("写稿时间")
    updated_at = models.DateTimeField("修改时间")
    first_published_at = models.DateTimeField("首次发布时间", null=True, blank=True)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "文章"
        ordering = ["-published_on", "-pk"]
        permissions = [
            ("publish_article", "可以签发别人写的文章"),
            ("withdraw_article", "可以撤稿"),
        ]
        indexes = [
            models.Index(fields=["state", "-published_on", "-id"], name="news_article_newest"),
            models.Index(
                fields=["column", "state", "-published_on", "-id"], name="news_article_in_column"
            ),
            models.Index(fields=["-updated_at", "-id"], name="news_article_last_touched"),
            models.Index(fields=["state", "-updated_at", "-id"], name="news_article_state_touched"),
            models.Index(fields=["title_key", "published_on"], name="news_article_identity"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="published")
                | Q(published_on__isnull=False, first_published_at__isnull=False),
                name="news_article_published_has_a_day",
                violation_error_message="发布的文章要有发布日期。",
            ),
            models.CheckConstraint(
                condition=~Q(state="published")
                | Q(written_by=None)
                | (Q(published_by__isnull=False) & ~Q(published_by=F("written_by"))),
                name="news_article_takes_two_people",
                violation_error_message="自己写的文章要由另一位同事签发。",
            ),
            models.CheckConstraint(
                condition=Q(source_url="") | ~Q(source_text=""),
                name="news_article_reposted_names_its_source",
                violation_error_message="转载的文章请写明来源。",
            ),
            models.CheckConstraint(
                condition=Q(corrects=None) | ~Q(state="published"),
                name="news_article_correction_is_no_page_of_its_own",
                violation_error_message="更正稿不单独发布，它替换原文。",
            ),
            models.UniqueConstraint(
                fields=["title_key", "published_on"],
                condition=Q(state="published"),
                name="news_article_title_once_a_day",
                violation_error_message="同一天已发布过同题文章，请核对是否重复。",
            ),
        ]

    def __str__(self):
        return self.headline

    def get_absolute_url(self):
        """The address on the desk, where it is edited; `public_url` is the one for readers."""
        return address_of("news:article-detail", self.pk)

    @property
    def public_url(self):
        return f"{news_url()}{self.pk}/"

    @property
    def plain_title(self):
        """The title without the “|” that mark where a line may break."""
        return self.title.replace("|", "")

    @property
    def kicker(self):
        """The kind in 【】 before a title, as 【网评】; "" for kinds without one."""
        return "" if self.kind in self.WITHOUT_KICKER else f"【{self.get_kind_display()}】"

    @property
    def headline(self):
        return self.kicker + self.plain_title

    @property
    def gallery(self):
        """Its pictures in order; a correction has those of the article it corrects."""
        owner = self.corrects or self
        return owner.photos.all() if owner.pk else ArticlePhoto.objects.none()

    @property
    def placed(self):
        """The keys of the pictures in its body."""
        return pictures_in(self.body)

    @property
    def cover(self):
        """The first picture, for articles of a list of `reading`; else None."""
        if not self.cover_file:
            return None
        return Cover(**{name: getattr(self, f"cover_{name}") for name in Cover.NAMES})

    @property
    def is_editable(self):
        return self.state in self.EDITABLE

    def lets_remove(self, user):
        """Whether the user may delete its pictures and documents as it is now."""
        if self.state == self.State.PUBLISHED:
            return user.has_perm("news.withdraw_article")
        return self.is_editable and not self.corrects_id

    @property
    def is_gone(self):
        """Whether it was published once and is not now; its address then answers 410."""
        return self.first_published_at is not None and self.state != self.State.PUBLISHED


class AttachmentQuerySet(models.QuerySet):
    """Pictures and documents; users see those of the articles they may see."""

    def visible_to(self, user):
        if user.has_perm("news.view_article"):
            return self
        return self.filter(article__in=Article.objects.published())


class ArticlePhoto(ShownPicture, StoredImage):
    """文章图片: a picture of the gallery; the first in order is the cover."""

    file = models.FileField(
        "图片", storage=public_storage, upload_to=generated_name, max_length=120, db_index=True
    )
    thumb = models.FileField(
        "缩略图", storage=public_storage, upload_to=generated_name, max_length=120, db_index=True
    )
    # of the WebP beside it, in pixels, as "360 720 900"; empty until they are made
    webp_widths = models.CharField(
        "WebP 的宽度", max_length=40, blank=True, default="", editable=False
    )
    article = models.ForeignKey(Article, models.CASCADE, related_name="photos")
    # Said by who uploads or describes it; a picture of an earlier day may lack these until it is published anew.
    may_be_shown = models.BooleanField("同意公开", default=False)
    has_pupils = models.BooleanField("有学生", null=True, blank=True)
    # who compared it with the school year's list of 肖像同意, which editors do not read
    pupils_checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="核对学生的人",
    )
    pupils_checked_at = models.DateTimeField("核对学生的时间", null=True, blank=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "文章图片"
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(pupils_checked_by=None, pupils_checked_at=None)
                | Q(
                    # without this one the database would let an unknown value pass
                    has_pupils__isnull=False,
                    has_pupils=True,
                    pupils_checked_by__isnull=False,
                    pupils_checked_at__isnull=False,
                ),
                name="news_articlephoto_check_is_whole",
                violation_error_message="核对学生要写明是谁、什么时候核对的。",
            )
        ]

    def is_unchecked_on(self, day):
        """Whether pupils are in it whom nobody compared with the list of the school year of the day."""
        if not self.has_pupils:
            return False
        checked_at = self.pupils_checked_at
        return not checked_at or localdate(checked_at) < school_year(day).start

    @property
    def version(self):
        """The version of the article: a picture has none of its own."""
        return self.article.version

    @property
    def names(self):
        """The names of its files that readers may ask for."""
        webp = (webp_name(self.file.name, width) for width in self.webp_widths.split())
        return [self.file.name, self.thumb.name, *webp]

    @property
    def webp_names(self):
        """The names of all WebP it has or may be getting at the moment."""
        widths = {*map(int, self.webp_widths.split()), *widths_of(self.width)}
        return [webp_name(self.file.name, width) for width in widths]

    def file_named(self, name):
        """One of its files."""
        return FieldFile(self, self.file.field, name)


class ArticleFile(StoredFile):
    """文章附件: a document below an article."""

    file = models.FileField(
        "文件", storage=public_storage, upload_to=generated_name, max_length=120, db_index=True
    )
    article = models.ForeignKey(Article, models.CASCADE, related_name="files")

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "文章附件"
        ordering = ["pk"]

    @property
    def url(self):
        return self.file.url

    @property
    def name(self):
        return self.original_name
