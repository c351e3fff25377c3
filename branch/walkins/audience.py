"""Who can read what: the sentence beside a field is made from this table, never typed."""

# kind of record → who reads it, as `visible_to` decides
READERS = {
    "contact": ("结对党员", "班主任", "支委", "心理教师"),
    "need": ("结对党员", "班主任", "支委", "心理教师"),
}


def reader_of(record, user):
    """As whom the user reads this pairing, or this contact of one."""
    if record.member.staff.user_id == user.pk:
        return "结对党员"
    if user.has_perm("walkins.add_pairing"):
        return "支委"
    return "心理教师" if user.has_perm("walkins.follow_open_needs") else "班主任"


def audience_of(kind, *, reader=""):
    """您、班主任、支委和心理教师看得到。 The reader, if named, comes first and is called 您."""
    others = [who for who in READERS[kind] if who != reader]
    named = (["您"] if reader else []) + others
    return f"{'、'.join(named[:-1])}和{named[-1]}看得到。"
