"""What it costs to find out what is due for everybody, as `tick` does on a Monday at half past seven."""

import json
import time
from datetime import datetime, timedelta
from datetime import time as clock

from django.utils import timezone

from branch.accounts.models import User
from branch.core import periods
from branch.coverage.clock import is_time_to_plan
from branch.coverage.models import ReminderRound
from branch.coverage.reminding import plan_reminders

HALF_PAST_SEVEN = clock(7, 30)


def last_monday():
    """The last Monday on which people are reminded, at half past seven; within ten weeks there is one."""
    monday = periods.week(timezone.localdate()).start
    mornings = [
        timezone.make_aware(datetime.combine(monday - timedelta(weeks=n), HALF_PAST_SEVEN))
        for n in range(10)
    ]
    return next(at for at in mornings if is_time_to_plan(at))


def say():
    """Print as JSON the seconds of CPU of planning a Monday, how many are told, and how many users there are."""
    at = last_monday()
    ReminderRound.objects.filter(day=at.date()).delete()
    began = time.process_time()
    told = plan_reminders(at=at)
    seconds = time.process_time() - began
    print(json.dumps({"seconds": seconds, "told": told, "users": User.objects.count()}))
