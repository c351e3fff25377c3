from django.db.models import F

from branch.ledgers.ledger import Column, Ledger, by_hand
from branch.school.models import SchoolClass

from .models import ContactPairing, Pairing

# of thousands of contacts, their long texts and the records of their members are not read
SHOWN = ("kind", "mode", "minutes", "next_on")


def kind_of(share):
    return share.contact.get_kind_display()


def mode_of(share):
    return share.contact.get_mode_display()


class ContactLedger(Ledger):
    """帮扶记录表: a line for each student of each contact; categories, never a student's name."""

    slug, title, order = "contacts", "帮扶记录表", 120
    permission = "ledgers.view_ledger"
    note = "本表不含学生姓名、住址、电话等个人信息。"
    columns = (
        Column("日期", "happened_on", 10),
        Column("班级", "class_name", 12),
        Column("学生编号", "roll_number", 8),
        Column("结对党员", "member_name", 8),
        Column("帮扶类别", kind_of, 10),
        Column("方式", mode_of, 6),
        Column("时长（分钟）", "contact.minutes", 8),
        Column("协同人员", by_hand, 10),
        Column("下次约定日期", "contact.next_on", 10),
    )

    def rows(self, user, *, period, filters):
        shares = ContactPairing.objects.visible_to(user).in_period(period)
        return (
            shares.select_related("contact")
            .only("happened_on", *(f"contact__{name}" for name in SHOWN))
            .annotate(
                member_name=F("contact__member__staff__name"), student_id=F("pairing__student")
            )
            .with_class_then()
            .with_roll_number()
            .order_by("happened_on", "contact_id", "pk")
        )

    def scope_of(self, user, *, on):
        """Return the 范围 of the rows, 本人、本班, as `Pairing.objects.visible_to` decides."""
        if user.has_perm("walkins.add_pairing"):
            return "全支部"
        is_head = SchoolClass.objects.headed_by(user, on=on).exists()
        scopes = {
            "本人": not is_head or Pairing.objects.held_by(user).exists(),
            "本班": is_head,
            "有待办帮扶需求的学生": user.has_perm("walkins.follow_open_needs"),
        }
        return "、".join(name for name, applies in scopes.items() if applies)

    def student_ids(self, rows):
        return [share.student_id for share in rows]
