"""The closed lists of the books, and what must never be false of a line."""

from django.db import models
from django.db.models import F, Q


class Source(models.TextChoices):
    """Where money and goods come from; membership dues are none of them."""

    MEMBERS = "members", "党员自愿捐款"
    UNION = "union", "工会"
    SCHOOL = "school", "学校资助经费"
    SOCIETY = "society", "社会捐赠（经学校）"


class Kind(models.TextChoices):
    INCOME = "income", "收入"
    MONEY = "money", "助学款"
    GOODS = "goods", "物资"
    COMFORT = "comfort", "慰问"


# what goes out
GIVEN = [Kind.MONEY, Kind.GOODS, Kind.COMFORT]


class Occasion(models.TextChoices):
    SPRING = "spring", "春节"
    START = "start", "开学"
    WINTER = "winter", "入冬"
    ILLNESS = "illness", "生病"
    ACCIDENT = "accident", "突发困难"
    OTHER = "other", "其他"


class State(models.TextChoices):
    WAITING = "waiting", "待审核"
    COUNTED = "counted", "已计入"
    REFUSED = "refused", "不同意"
    WITHDRAWN = "withdrawn", "已撤回"


class Refusal(models.TextChoices):
    RECEIPT = "receipt", "票据不符"
    AMOUNT = "amount", "金额不符"
    SOURCE = "source", "来源不符"
    STUDENT = "student", "学生不符"
    DOUBLE = "double", "重复登记"
    OTHER = "other", "其他，已当面说明"


class Reason(models.TextChoices):
    AMOUNT = "amount", "金额写错"
    RECEIPT = "receipt", "票据号写错"
    SOURCE = "source", "来源写错"
    STUDENT = "student", "学生选错"
    DAY = "day", "日期写错"
    DOUBLE = "double", "重复登记"
    RETURNED = "returned", "款物退回"
    OTHER = "other", "其他"


def _check(name, condition, says):
    return models.CheckConstraint(
        condition=condition, name=f"walkins_aid_{name}", violation_error_message=says
    )


INCOME, UNDECIDED = Q(kind="income"), Q(decided_by=None, decided_on=None)
DECIDED = Q(decided_by__isnull=False, decided_on__isnull=False)
TWO_PEOPLE = "登记的人不能自己审核，请另一名支委审核。"

CONSTRAINTS = [
    models.UniqueConstraint(fields=["drive", "number"], name="walkins_aid_numbered_once"),
    models.UniqueConstraint(
        fields=["reverses"],
        condition=Q(state__in=["waiting", "counted"]),
        name="walkins_aid_reversed_once",
        violation_error_message="这一笔已经冲正，或者冲正还在审核。",
    ),
    _check("above_zero", Q(amount__gt=0), "金额要大于 0。"),
    _check(
        "source_of_the_list", Q(source__in=Source.values), "请从列出的来源里选，党费不能作为来源。"
    ),
    _check("two_people", Q(decided_by=None) | ~Q(decided_by=F("entered_by")), TWO_PEOPLE),
    _check(
        "money_needs_two",
        Q(needs_two=True) | Q(is_goods=True),
        "款项由两人办理：一人登记，另一人审核。",
    ),
    _check(
        "counted_when_decided",
        Q(state="waiting") & UNDECIDED & Q(refusal="")
        | Q(state="withdrawn") & UNDECIDED & Q(refusal="")
        | Q(state="refused") & DECIDED & ~Q(refusal="")
        | Q(state="counted", refusal="") & (DECIDED | Q(needs_two=False) & UNDECIDED),
        "要另一名支委审核后才计入；不同意的，请选原因。",
    ),
    _check(
        "flows_one_way",
        INCOME & Q(reverses=None, flow=1)
        | INCOME & Q(reverses__isnull=False, flow=-1)
        | ~INCOME & Q(reverses=None, flow=-1)
        | ~INCOME & Q(reverses__isnull=False, flow=1),
        "收入和支出不能写反。",
    ),
    _check(
        "goods_are_named",
        Q(is_goods=False, goods="") | Q(is_goods=True) & ~Q(goods=""),
        "请写物资名称和数量。",
    ),
    _check(
        "goods_by_kind",
        Q(kind__in=["income", "money"], is_goods=False)
        | Q(kind="goods", is_goods=True)
        | Q(kind="comfort"),
        "助学款不写物资，物资请写名称和数量。",
    ),
    _check(
        "comfort_has_an_occasion",
        Q(kind="comfort") & ~Q(occasion="") | ~Q(kind="comfort") & Q(occasion=""),
        "慰问请选事由。",
    ),
    _check(
        "reaches_somebody",
        INCOME & Q(recipient_count=0) | ~INCOME & Q(recipient_count__gt=0),
        "请选择学生。",
    ),
    _check(
        "money_has_a_receipt",
        Q(is_goods=True) | ~Q(payee="") & ~Q(receipt=""),
        "请写收款单位和票据号。",
    ),
    _check(
        "reversed_with_a_reason",
        Q(reverses=None, reason="") | Q(reverses__isnull=False) & ~Q(reason=""),
        "冲正请选原因。",
    ),
    _check("not_ahead", Q(happened_on__lte=F("entered_on")), "日期不能晚于今天。"),
]
