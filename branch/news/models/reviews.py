from django.conf import settings
from django.db import models
from django.db.models import Q


class Review(models.Model):
    """审核留痕: one step of an article, from draft to published and back, with its remark."""

    class Step(models.TextChoices):
        SUBMITTED = "submitted", "送审"
        RETURNED = "returned", "退回"
        PUBLISHED = "published", "发布"
        CORRECTED = "corrected", "更正"
        WITHDRAWN = "withdrawn", "撤稿"

    article = models.ForeignKey("news.Article", models.CASCADE, related_name="reviews")
    step = models.CharField("环节", max_length=20, choices=Step)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="经办人",
    )
    at = models.DateTimeField("时间")
    remark = models.CharField("说明", max_length=200, blank=True)
    # What a correction replaced, as `as_text` writes it.
    before = models.TextField("原文", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "审核留痕"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(step__in=["returned", "withdrawn", "corrected"]) | ~Q(remark=""),
                name="news_review_says_why",
                violation_error_message="请写明原因。",
            )
        ]

    def __str__(self):
        return f"{self.article_id} {self.get_step_display()}"


class SearchText(models.Model):
    """检索文本: what the search reads of a published article; its grams are in `news_grams`."""

    article = models.OneToOneField(
        "news.Article", models.CASCADE, primary_key=True, related_name="search_text"
    )
    title = models.CharField(max_length=240)
    text = models.TextField()

    class Meta:
        verbose_name = verbose_name_plural = "检索文本"

    def __str__(self):
        return self.title
