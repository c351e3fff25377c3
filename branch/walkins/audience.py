"""Who can read which records; the sentence beside a field is made from this table."""

# kind of record → who reads it, as `visible_to` decides
READERS = {
    "contact": ("结对党员", "班主任", "支委", "心理教师"),
    "ended pairing": ("班主任", "支委", "心理教师"),
    "sealed note": ("写的人", "心理教师"),
    "proposal": ("被请的党员", "班主任", "支委"),
    # the member was asked while it was open
    "ended proposal": ("班主任", "支委"),
    "need": ("结对党员", "班主任", "支委", "心理教师"),
    # those who led it or helped read it too
    "session": ("组织和协助的老师", "联系党员", "班主任", "支委", "心理教师"),
    "visit": ("走访教师", "同行的老师", "结对党员", "班主任", "支委"),
    "family": ("结对党员", "班主任", "支委"),
    "family need": ("责任人", "结对党员", "班主任", "支委"),
    "aid": ("结对党员", "班主任", "支委"),
    # a line that is no gift of a child, or that does not count
    "books of aid": ("支委",),
    "class roll": ("班主任", "支委"),
}


def reader_of(record, user):
    """Return the capacity in which the user reads a pairing or a contact."""
    if record.member.staff.user_id == user.pk:
        return "结对党员"
    if user.has_perm("walkins.add_pairing"):
        return "支委"
    return "心理教师" if user.has_perm("walkins.follow_open_needs") else "班主任"


def reader_of_proposal(proposal, user):
    """Return the capacity in which the user reads a proposal, with a student or with a family."""
    if proposal.asks(user):
        return "被请的党员"
    return "支委" if user.has_perm("walkins.add_pairing") else "班主任"


def audience_of(kind, *, reader=""):
    """Return 您、班主任、支委和心理教师看得到。 A named reader comes first, as 您."""
    others = [name for name in READERS[kind] if name != reader]
    named = (["您"] if reader else []) + others
    if len(named) == 1:
        return f"只有{named[0]}看得到。"
    return f"{'、'.join(named[:-1])}和{named[-1]}看得到。"


# of each kind of record, who may write its sealed note
WRITERS = {"contact": "结对党员", "visit": "走访教师"}


def closed_to(kind, *, of):
    """Return 班主任、支委和管理员都打不开。 Those named read the record that it is about, but not this."""
    others = [name for name in READERS[of] if name not in {*READERS[kind], WRITERS[of]}]
    return f"{'、'.join(others)}和管理员都打不开。"
