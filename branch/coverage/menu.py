from branch.core.contributions import Entry, counted, menu, tabs

from .models import Notice, OutboxMessage

UNREAD = "unread_notices"
# how many messages were given up, as an attribute that the query for the account counts
GIVEN_UP = "messages_given_up"
PERMISSION = "coverage.view_coverage"

menu(
    Entry("通知", "bell", "coverage:notice-list", 10, count=UNREAD),
    Entry("落实情况", "target", "coverage:board", 410, PERMISSION, "支部管理"),
    Entry(
        "公开数字", "eye", "coverage:published-list", 435, "core.change_publishedfigure", "支部管理"
    ),
)
tabs(Entry("落实", "target", "coverage:board", 410, PERMISSION))


@counted(UNREAD)
def unread_notices(user):
    return Notice.objects.visible_to(user).unread()


@counted(GIVEN_UP)
def messages_given_up(user):
    return OutboxMessage.objects.given_up()
