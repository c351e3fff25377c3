"""One pupil of a roster placed among those who are here: in a class, in a family, in nobody else's place."""

import re
from datetime import date

from branch.core.dated import ONE_DAY
from branch.rosters import cells
from branch.rosters.changes import changed, new
from branch.rosters.importer import begins_on
from branch.school.models import Enrolment, Family, Guardian, Student
from branch.school.models.people import Gender
from branch.school.names import stored_keys

from .heads import appoint
from .identity import PER_CLASS, is_alike, lost_noughts
from .roll import Household


class Placing:
    """What one row changes. A blank cell never erases what is known."""

    def __init__(self, line, roll, *, on, effective_on):
        self.line, self.roll, self.values = line, roll, line.values
        self.on, self.effective_on = on, effective_on
        self.changes = []

    def plan(self):
        student = self.roll.students.get(self.values["number"])
        fault = self._fault(student)
        if fault:
            self.line.fault("学号", cells.DUPLICATE, fault)
            return
        school_class, is_new = self.roll.classes.get(self.values["school_class"])
        self.changes = [new(school_class)] if is_new else []
        doubt = self.roll.classes.doubt(school_class, on=self.on) if is_new else ""
        if doubt:
            self.line.note(doubt)
        home = self._home(student)
        student = self._student(student, home)
        for name, relation, phone in self.values["guardians"]:
            self._guardian(home, name, relation, phone)
        self._enrol(student, school_class)
        self._head(school_class)
        self.line.changes = [one for one in self.changes if one]

    def _fault(self, student):
        """Why the number cannot be this child's: the history of another would be handed over. "" if it can."""
        number, name = self.values["number"], self.values["name"]
        if student and student.name != name and not self._is_same(student):
            return f"这个学号是学生{student.name}的，请核对是不是同一人。{PER_CLASS}"
        namesakes = () if student else self.roll.namesakes.get(name, ())
        full = lost_noughts(number, [one.number for one in namesakes])
        if full:
            return f"已有学号是 {full} 的学生{name}，这里少了或多了前面的 0，请改成一样的。"
        for one in namesakes:
            if one.born_on and one.born_on.isoformat() == self.values.get("born_on"):
                self.line.note(
                    f"已有同名、同一天出生的学生，学号是 {one.number}，请核对是不是同一人。"
                )
        return ""

    def _is_same(self, student):
        """Whether a pupil with another name is the same child: more of what the row says speaks for it than against.

        A birthday and a name written anew happen by chance among numbers counted per class; an adult or the
        address in common do not. Another birthday or gender is another child whatever else is alike.
        """
        born_on = self.values.get("born_on") if student.born_on else None
        if born_on and born_on != student.born_on.isoformat():
            return False
        if {student.gender, self.values.get("gender")} == set(Gender.values):
            return False
        for_it = [born_on, is_alike(student.name, self.values["name"])]
        is_at_home, is_elsewhere = self._at_home(student)
        against = [is_elsewhere, self._is_in_another_class(student)]
        return is_at_home or sum(map(bool, for_it)) > sum(against)

    def _at_home(self, student):
        """(whether an adult of the pupil's or the address is in the row, whether it has other adults alone)"""
        home = self.roll.home_of(student)
        said = {part for adult in self.values["guardians"] for part in _told(*adult)}
        adults = home.guardians if home else ()
        known = {part for one in adults for part in _told(one.name, one.relation, one.phone)}
        address = self.values.get("address")
        is_exact = bool(address) and bool(re.search(r"\d", address))
        is_shared = said & known or (is_exact and home and address == home.family.address)
        return bool(is_shared), bool(said and known and not is_shared)

    def _is_in_another_class(self, student):
        current = self.roll.enrolments.get(student.pk)
        if current is None:
            return False
        stands = current.school_class.entry_year, current.school_class.number
        return stands != tuple(self.values["school_class"])

    def _home(self, student):
        """The family of the pupil, or of a guardian with the same name and telephone, or a new one."""
        met = [self.roll.by_guardian.get((name, phone)) for name, _, phone in self._reachable()]
        homes = [home for home in (self.roll.home_of(student), *met) if home]
        if not homes:
            return self._new_home()
        home, *others = dict.fromkeys(homes)
        for other in others:
            self._join(home, other)
        self._address(home, student)
        return home

    def _reachable(self):
        return [one for one in self.values["guardians"] if one[2]]

    def _new_home(self):
        family = Family(address=self.values.get("address", ""))
        self.changes.append(new(family))
        return Household(family)

    def _address(self, home, student):
        """Brothers and sisters may be listed at two addresses: the first one stays."""
        address = self.values.get("address", "")
        is_alone = all(child is student for child in home.children)
        if address and (is_alone or not home.family.address):
            self.changes.append(changed(home.family, address=address))
        elif address and address != home.family.address:
            self.line.note("住址和同一家庭的另一名学生不同，没有改动。")

    def _join(self, home, other):
        """Two households turn out to be one: said at the row, as two siblings are known from then on."""
        self.line.brings("joined", "监护人的姓名和电话与另一个家庭相同，两个家庭合为一个")
        if not home.family.address and other.family.address:
            self.changes.append(changed(home.family, address=other.family.address))
        for person in (*other.children, *other.guardians):
            self.changes.append(changed(person, family=home.family))
        for guardian in other.guardians:
            self.roll.by_guardian[guardian.name, guardian.phone] = home
        home.children += other.children
        home.guardians += other.guardians
        other.children, other.guardians = [], []

    def _student(self, student, home):
        born_on = self.values.get("born_on")
        said = {
            "gender": self.values.get("gender"),
            "born_on": born_on and date.fromisoformat(born_on),
            "remark": self.values.get("remark"),
        }
        said = {name: value for name, value in said.items() if value}
        name = self.values["name"]
        if student is None:
            student = Student(number=self.values["number"], name=name, family=home.family, **said)
            self.changes.append(new(student))
        else:
            if student.name != name:
                self.line.brings("renamed", f"姓名由“{student.name}”改为“{name}”")
            said |= {"name": name, "name_keys": stored_keys(name), "family": home.family}
            self.changes.append(changed(student, **said))
        if student not in home.children:
            home.children.append(student)
        self.roll.students[student.number] = student
        return student

    def _guardian(self, home, name, relation, phone):
        """Who shares a household with a second child keeps what the first child's row said."""
        is_alone = len(home.children) == 1
        namesakes = [one for one in home.guardians if one.name == name]
        found = next((one for one in namesakes if one.phone == phone), None)
        if found is None and namesakes and not phone:
            return
        if found is None and namesakes and (is_alone or not namesakes[0].phone):
            found = namesakes[0]
        staff = self.roll.staff.get((name, phone))
        if found is None:
            found = Guardian(
                family=home.family, name=name, relation=relation, phone=phone, staff=staff
            )
            home.guardians.append(found)
            self.changes.append(new(found))
        else:
            said = {"phone": phone or found.phone, "staff": staff or found.staff}
            said |= {"relation": relation} if relation and is_alone else {}
            self.changes.append(changed(found, **said))
        self.roll.by_guardian[found.name, found.phone] = home

    def _enrol(self, student, school_class):
        """A class that arrives whole is here from the term's first day; who comes later, from today."""
        is_whole = school_class.pk not in self.roll.with_a_roll
        starts_on = (
            self.effective_on if self.values.setdefault("is_whole", is_whole) else self._start
        )
        current = self.roll.enrolments.get(student.pk) if student.pk else None
        if current is None:
            if starts_on != self.effective_on:
                self.line.note(f"这个班已有名册，从 {starts_on} 起登记在班。")
        elif current.school_class == school_class and self._is_here(current):
            return
        elif not current.until_on:
            starts_on = begins_on(self.on, self.effective_on, since=current.from_on)
            left, entered = (one.name_on(self.on) for one in (current.school_class, school_class))
            self.line.brings("moved", f"由{left}调到{entered}")
            if current.from_on >= starts_on:  # it has held on no day yet
                self.changes.append(changed(current, school_class=school_class))
                return
            self.changes.append(changed(current, until_on=starts_on - ONE_DAY))
        else:
            self.line.brings("returned", "曾登记离校，按名册重新登记在班")
            starts_on = max(self._start, current.until_on + ONE_DAY)
        self.changes.append(
            new(Enrolment(student=student, school_class=school_class, from_on=starts_on))
        )

    def _is_here(self, enrolment):
        return enrolment.until_on is None or enrolment.until_on >= self.on

    def _head(self, school_class):
        """The class's head teacher, if one colleague answers to what the row says."""
        said = self.values.get("head")
        if not said:
            return
        found = self.roll.colleagues.get(said, ())
        if len(found) == 1:
            appoint(self.line, self.roll.posts, found[0], school_class, self.changes)
        else:
            why = "有重名" if found else "不在教职工名册里"
            self.line.note(f"班主任“{said}”{why}，没有登记。")

    @property
    def _start(self):
        return begins_on(self.on, self.effective_on)


def _told(name, relation, phone):
    """What tells an adult: the telephone, and the name where it is one and no word for a parent."""
    return {phone, "" if name in (relation, "监护人") else name} - {""}
