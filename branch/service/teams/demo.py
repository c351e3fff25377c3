"""Teams of volunteers of the fictional school."""

from datetime import date

from branch.core.contributions import DemoPart
from branch.core.periods import school_year

from .actions import add_people, start_team

# name, what for, index of the leader among the members, of the people, pupils
TEAMS = (
    ("党员服务直通车队", "到社区和车站做家庭教育咨询", 16, (3, 4, 7), None),
    (
        "心理健康志愿者队伍",
        "心育活动的引导、陪伴和倾听，遇到需要帮助的学生转介给心理教师",
        None,
        (2, 5, 6, 9, 12, 16),
        24,
    ),
)
COUNSELLOR = 4


class Teams(DemoPart):
    key, title, order = "service.teams", "志愿者队伍", 134

    def build(self, school):
        by = school.members[0].staff.user
        day = date(school_year(school.today).start.year - 1, 9, 15)
        for name, purpose, lead, people, pupils in TEAMS:
            leader = school.staff[COUNSELLOR] if lead is None else school.members[lead].staff
            facts = {"leader": leader, "on": day, "by": by}
            team = start_team(name=name, purpose=purpose, **facts)
            staff = [school.members[n].staff for n in people]
            add_people(team, staff=staff, from_on=day, on=day, by=by)
            if pupils:
                team.pupil_counts.create(year=school_year(school.today).start.year, count=pupils)
