"""Notices of the fictional school are not told before they are."""

from datetime import datetime, time
from types import SimpleNamespace

import pytest
from django.utils import timezone

from branch.coverage.actions import notify
from branch.coverage.models import Notice
from branch.walkins.demo import Notices
from branch.walkins.notices import VisitToJoin
from tests.conftest import TODAY
from tests.factories import make_staff, make_visit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day")]


def test_a_school_built_early_in_the_day_has_no_notice_of_later(committee):
    notify(kind=VisitToJoin, users=[make_staff().user], subject=make_visit(), by=committee)
    early = timezone.make_aware(datetime.combine(TODAY, time(7)))

    Notices().build(SimpleNamespace(today=TODAY, now=early))

    assert [notice.told_at for notice in Notice.objects.all()] == [early]
