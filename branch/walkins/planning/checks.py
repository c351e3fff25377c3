"""What is refused before a plan is made."""

from collections import Counter
from dataclasses import astuple

from django.core.exceptions import ValidationError

# far beyond any school; sums of such weights stay below 2⁵³, where floats are exact
LARGEST_WEIGHT = 1_000_000
LARGEST_CAPACITY = 20


def refuse_weights(weights):
    if not all(isinstance(n, int) and abs(n) <= LARGEST_WEIGHT for n in astuple(weights)):
        raise ValidationError(f"各项权重应是整数，绝对值不超过 {LARGEST_WEIGHT}。")
    if not 1 <= weights.capacity <= LARGEST_CAPACITY:
        raise ValidationError(
            f"“最多联系几个”应在 1 到 {LARGEST_CAPACITY} 之间，现在是 {weights.capacity}。"
        )
    if not 0 <= weights.second <= weights.further:
        raise ValidationError(
            f"第二个联系的扣分（{weights.second}）不能小于 0，"
            f"也不能大于以后每个的扣分（{weights.further}）。"
        )


def refuse_locks(members, classes, locks):
    """Refuse a lock that no plan can have; the error's `params` name its member or class by id."""
    barred = {member.id: member.barred for member in members}
    seats = {seat.id for seat in classes}
    for member, seat in sorted(locks):
        at = {"member": member, "seat": seat}
        if member not in barred:
            raise ValidationError(UNKNOWN_MEMBER, "unknown", at)
        if seat not in seats:
            raise ValidationError(UNKNOWN_CLASS, "unknown", at)
        if seat in barred[member]:
            raise ValidationError(BARRED_LOCK, "barred", {**at, "rule": barred[member][seat]})
    _refuse_second_locks(locks, by_class=len(classes) >= len(members))


def _refuse_second_locks(locks, *, by_class):
    """Refuse two locks of one on the wide side, which gets exactly one link."""
    counts = Counter(seat if by_class else member for member, seat in locks)
    twice = sorted(key for key, count in counts.items() if count > 1)
    if twice and by_class:
        raise ValidationError(TWO_MEMBERS, "second", {"seat": twice[0]})
    if twice:
        raise ValidationError(TWO_CLASSES, "second", {"member": twice[0]})


UNKNOWN_MEMBER = "有一个锁定的党员不在候选名单上：可能已任班主任，或开学时不在校。请解除这个锁定。"
UNKNOWN_CLASS = "有一个锁定的班级不在这个学期的名单上。请解除这个锁定。"
BARRED_LOCK = "有一个锁定不能安排：%(rule)s。请解除这个锁定。"
TWO_MEMBERS = "同一个班级锁定了两名党员；班级不比党员少时，每班一名。请解除其中一个锁定。"
TWO_CLASSES = "同一名党员锁定了两个班级；党员比班级多时，每人一个班。请解除其中一个锁定。"
