"""The head teacher who visits a child of the class."""

from tests.factories import make_class, make_head, make_student


def head_with_a_child(client):
    """The signed-in head teacher of a class; `child` is 张晓雨, who is in it."""
    school_class = make_class()
    staff = make_head(school_class)
    staff.child = make_student(school_class, name="张晓雨")
    client.force_login(staff.user)
    return staff
