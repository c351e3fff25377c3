from django.db.models import F, Sum

from branch.core.money import yuan, yuan_says
from branch.ledgers.ledger import Column, Ledger, Record
from branch.walkins.aid.forms import DriveChoice
from branch.walkins.aid.models import Aid, Drive, Source, total
from branch.walkins.aid.models.order import BOOK_ORDER

# as the title of the column lists them
SHORT = {
    Source.MEMBERS: "党员捐款",
    Source.UNION: "工会",
    Source.SCHOOL: "学校资助",
    Source.SOCIETY: "社会捐赠",
}


def summary_of(line):
    """第 6 笔：初三（1）班 0088; of a reversal which line it takes back and why, from a closed list."""
    if line.is_reversal:
        return f"{line}：冲正{line.reverses}（{line.get_reason_display()}）"
    return f"{line}：{'收款' if line.is_income else line.whom_says}"


def source_of(line):
    return SHORT[line.source] if line.is_income else None


def purpose_of(line):
    return None if line.is_income else line.purpose


def income_of(line):
    return yuan(line.signed) if line.is_income else None


def given_of(line):
    """What went out; what a reversal brought back is below zero, so that the column adds up."""
    return None if line.is_income else yuan(-line.signed)


def goods_of(line):
    """The value of goods, which is a part of what went out and no addend."""
    return yuan(-line.signed) if line.is_goods else None


def reached_of(line):
    """How many students it reached; a reversal takes them off."""
    return None if line.is_income else -line.flow * line.recipient_count


def balance_of(line):
    return yuan(line.balance)


class AidLedger(Ledger):
    """帮困助学收支登记表: the counted lines of one drive or of all, in the order of the books, with their balance."""

    slug, title, order = "aid", "帮困助学收支登记表", 160
    permission = "walkins.view_drive"
    unit = "元"
    note = "本表不含学生姓名和捐款人姓名。物资折价是支出金额的一部分，不另外相加。冲正以负数列出。"
    filter_class = DriveChoice
    record = Record("walkins:aid-detail", "walkins.change_aid")
    columns = (
        Column("日期", "happened_on", 10, sort=BOOK_ORDER[:-1]),
        Column("摘要", summary_of, 18),
        Column("收入来源", source_of, 8),
        Column("支出用途", purpose_of, 8),
        Column("收入金额（元）", income_of, 9),
        Column("支出金额（元）", given_of, 9),
        Column("结余（元）", balance_of, 9),
        Column("物资名称和数量", "goods", 12),
        Column("物资折价（元）", goods_of, 8),
        Column("受助人数", reached_of, 6),
        Column("经手人", "entered_by.name", 7),
        Column("审批人", "decided_by.name", 7),
        Column("收款单位及凭证号", "voucher", 14),
    )

    def rows(self, user, *, period, filters):
        rows = Aid.objects.visible_to(user).counted().in_period(period)
        of_drive = bool(filters and filters.is_narrowed)
        if of_drive:
            rows = filters.narrow(rows)
        rows = rows.select_related("entered_by", "decided_by", "reverses")
        return rows.with_balance(of_drive=of_drive).with_whom().in_book_order()

    def subject_of(self, filters):
        """活动：2026年冬季爱心助学, of the table of one drive."""
        key = filters.cleaned_data.get("drive") if filters and filters.is_narrowed else None
        drive = Drive.objects.filter(pk=key).first()
        return f"活动：{drive}" if drive else ""

    def scope_of(self, user, *, on):
        return "全支部"

    def student_ids(self, rows):
        return [share.student_id for row in rows for share in row.whom]

    def summary(self, rows):
        """The balance before and after, and the sums of the columns, which lead from one to the other."""
        last = rows.reverse().values_list("balance", flat=True).first()
        if last is None:
            return ""
        sums = rows.aggregate(
            ins=total(kind="income"),
            change=total(),
            goods=total(is_goods=True),
            reached=Sum(-F("flow") * F("recipient_count"), default=0),
        )
        given = sums["ins"] - sums["change"]
        return (
            f"合计：期初结余 {yuan_says(last - sums['change'])} 元，"
            f"收入 {yuan_says(sums['ins'])} 元，支出 {yuan_says(given)} 元"
            f"（其中物资折价 {yuan_says(-sums['goods'])} 元），"
            f"期末结余 {yuan_says(last)} 元，受助 {sums['reached']} 人次"
        )
