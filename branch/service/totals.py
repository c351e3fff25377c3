"""What the public is told of service and of events with families: how many people, and hours in all."""

from branch.activities.models import Kind
from branch.core.contributions import Total
from branch.core.periods import Period

from .giving.reading import told_hours, told_people


class OnTheBus(Total):
    key, label, unit, order = "service.express", "党员服务直通车，服务", "人次", 110

    def count(self, *, since, until):
        return told_people(Kind.SERVICE_EXPRESS, Period(since, until, ""))


class AtTalks(Total):
    key, label, unit, order = "service.talks", "社区大讲堂，听讲", "人次", 120

    def count(self, *, since, until):
        return told_people(Kind.COMMUNITY_LECTURE, Period(since, until, ""))


class HoursOfService(Total):
    key, label, unit, order = "service.hours", "教职工志愿服务", "小时", 130

    def count(self, *, since, until):
        return told_hours(Period(since, until, ""))


class AtParentsSchool(Total):
    key, label, unit, order = "service.parents", "家长学校，到场", "人次", 140

    def count(self, *, since, until):
        return told_people(Kind.PARENT_SCHOOL, Period(since, until, ""))


class AtJointProgrammes(Total):
    key, label, unit, order = "service.joint", "共建项目，参加", "人次", 150

    def count(self, *, since, until):
        return told_people(Kind.JOINT_PROGRAMME, Period(since, until, ""))


# the totals of the public page of each area
OF_SERVICE = (OnTheBus.key, AtTalks.key, HoursOfService.key)
OF_HOME_SCHOOL = (AtParentsSchool.key, AtJointProgrammes.key)
