from branch.operations.job import job

from .mailbox import LINK_JOB
from .outbox import deliver


@job(LINK_JOB, title="发送邮箱确认链接", permission="coverage.change_mailbox")
def send_link(run, *, message):
    """Send the message with the link at once; where that fails, `tick` tries again."""
    deliver(message)
