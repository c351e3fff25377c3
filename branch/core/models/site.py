from django.db import connection, models


class SiteProfile(models.Model):
    """站点信息: the names, numbers and word lists of the whole site; always one row."""

    branch_name = models.CharField("支部名称", max_length=40, default="广勤中学党支部")
    official_name = models.CharField("支部全称", max_length=60, default="中共广勤中学支部委员会")
    school_name = models.CharField("学校名称", max_length=40, default="广勤中学")
    brand_line = models.CharField("品牌副题", max_length=40, default="心育型基层支部")
    motto = models.CharField("竖题", max_length=40, default="一个党员 一面旗帜")
    address = models.CharField("地址", max_length=80, blank=True)
    office_phone = models.CharField("办公电话", max_length=20, blank=True)
    office_hours = models.CharField("办公时间", max_length=40, blank=True)
    school_line = models.CharField("校心理热线", max_length=20, blank=True)
    school_line_hours = models.CharField("热线时间", max_length=60, blank=True)
    icp = models.CharField("ICP 备案号", max_length=40, blank=True)
    police_icp = models.CharField("公安备案号", max_length=40, blank=True)
    blocked_words = models.TextField(
        "禁用词", blank=True, help_text="一行一个。文章含有这些词时不能发布。"
    )
    sensitive_words = models.TextField(
        "敏感词和固定表述",
        blank=True,
        help_text="一行一个，可在词后空一格写提示。文章含有这些词时提醒核对，不拦截。",
    )
    # Changes whenever public pages change; it is part of the cache key of every public page.
    public_stamp = models.PositiveBigIntegerField(default=1, editable=False)
    # when `tick` last did all its work: here, because the desk reads this row anyway
    ticked_at = models.DateTimeField(null=True, editable=False)

    is_bookkeeping = True

    class Meta:
        verbose_name = verbose_name_plural = "站点信息"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(pk=1),
                name="core_siteprofile_is_one_row",
                violation_error_message="站点信息只有一份，请修改原来那份。",
            )
        ]

    def __str__(self):
        return self.branch_name

    @classmethod
    def current(cls):
        """The one row, made by a migration. In SQL for speed, because every page reads it."""
        return cls.objects.raw("SELECT * FROM core_siteprofile WHERE id = 1")[0]

    @classmethod
    def stamp(cls):
        """The stamp alone. In SQL, because on a cached page the ORM would cost more than all else."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT public_stamp FROM core_siteprofile WHERE id = 1")
            return cursor.fetchone()[0]

    @property
    def blocked_word_list(self):
        return [line.strip() for line in self.blocked_words.splitlines() if line.strip()]

    @property
    def sensitive_word_list(self):
        """(word, hint) pairs; the hint may be empty."""
        lines = (line.strip() for line in self.sensitive_words.splitlines())
        return [tuple((line + " ").split(" ", 1)) for line in lines if line]
