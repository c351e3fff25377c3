"""What a drive's books come to, summed by the database."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Max, Q, Sum

from branch.core.contributions import LEAST_SHOWN
from branch.core.money import yuan_says

from .lines import SIGNED, Aid, AidRecipient, total
from .rules import Source, State


@dataclass(frozen=True)
class Sums:
    """In fen. What a reversal takes back is taken off `ins` and `outs`."""

    ins: int
    ins_count: int
    outs: int
    undone: int
    balance: int
    waiting: int
    after: int
    goods: int
    last_on: date | None


def sums_of(lines):
    """The `Sums` of these lines, by one query."""
    counted, waits = {"state": State.COUNTED}, {"state": State.WAITING}
    given = Q(**counted) & ~Q(kind="income")
    found = lines.order_by().aggregate(
        ins=total(kind="income", **counted),
        ins_count=total(F("flow"), kind="income", **counted),
        undone=total(F("amount"), reverses__isnull=False, flow=1, **counted),
        balance=total(**counted),
        waiting=total(F("amount"), **waits),
        waiting_signed=total(**waits),
        spent=Sum(SIGNED, filter=given, default=0),
        spent_goods=Sum(SIGNED, filter=given & Q(is_goods=True), default=0),
        last_on=Max("happened_on"),
    )
    return Sums(
        outs=-found.pop("spent"),
        goods=-found.pop("spent_goods"),
        after=found["balance"] + found.pop("waiting_signed"),
        **found,
    )


def sources_of(lines):
    """(label, ins, balance) of each source with something in, the most first, by one query."""
    rows = lines.counted().order_by().values("source")
    rows = rows.annotate(ins=total(kind="income"), left=total())
    found = [(Source(row["source"]).label, row["ins"], row["left"]) for row in rows if row["ins"]]
    return sorted(found, key=lambda row: (-row[1], row[0]))


def public_sentence(drive, sums):
    """(the sentence, why there is none): totals of a drive that has ended and reached five or more.

    Neither a name, a class nor a date: a helped child is never known from it.
    """
    if drive.is_running:
        return "", "活动结束以后才有公开说明。"
    shares = AidRecipient.objects.filter(aid__drive=drive)
    named = Aid.objects.filter(drive=drive, reverses=None).aggregate(sum=Sum("recipient_count"))
    if shares.count() != (named["sum"] or 0):
        return "", "受助学生的记录已到期删除，不再生成公开说明。"
    reached = shares.reached().aggregate(count=Count("student", distinct=True))["count"]
    if reached < LEAST_SHOWN:
        return "", f"受助学生不满 {LEAST_SHOWN} 名，为了不让人认出是谁，没有公开说明。"
    goods = f"（其中物资折价 {yuan_says(sums.goods)} 元）" if sums.goods else ""
    text = f"“{drive}”共收到爱心助学款 {yuan_says(sums.ins)} 元，用于帮助学生 {reached} 名，"
    left = sums.ins - sums.outs
    balance = f"结余 {yuan_says(left)} 元" if left else "收支相符"
    return f"{text}支出 {yuan_says(sums.outs)} 元{goods}，{balance}。", ""
