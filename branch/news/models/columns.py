from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from branch.core.addresses import address_of

ALL_NEWS = "news"  # the slug of the feed of all articles; no column may have it


def news_url():
    """The address of all news; those of columns and articles are below it."""
    return address_of("news:article-list")


class ColumnQuerySet(models.QuerySet):
    def public(self):
        """Columns that are public and whose parent, if any, is public."""
        return self.filter(Q(parent=None) | Q(parent__is_public=True), is_public=True)


class Column(models.Model):
    """栏目: a section of the public site, on two levels; articles of the second also show on the first."""

    name = models.CharField("名称", max_length=30)
    slug = models.SlugField("网址名", max_length=40, unique=True)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="上级栏目",
    )
    order = models.PositiveSmallIntegerField("次序", default=0)
    is_public = models.BooleanField("公开", default=True)
    is_co_published = models.BooleanField(
        "与共建单位合办",
        default=False,
        help_text="勾选以后，这个栏目的文章要在“来源”里写明是哪个共建单位。",
    )

    objects = ColumnQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "栏目"
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["parent", "name"],
                name="news_column_name_once_per_parent",
                violation_error_message="这个上级栏目下已有同名栏目。",
            ),
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(parent=None),
                name="news_column_name_once_at_the_top",
                violation_error_message="已有同名的一级栏目。",
            ),
            models.CheckConstraint(
                condition=~Q(slug=ALL_NEWS),
                name="news_column_leaves_the_feed_of_all",
                violation_error_message="“news”已用作全站订阅的地址，请另取网址名。",
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("id")),
                name="news_column_is_not_its_own_parent",
                violation_error_message="栏目不能作自己的上级。",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return f"{news_url()}{self.slug}/"

    def clean(self):
        if self.parent and self.parent.parent_id:
            raise ValidationError({"parent": "栏目只有两级，请选一级栏目作上级。"})
