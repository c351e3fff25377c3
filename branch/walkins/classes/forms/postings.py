from itertools import groupby

from django import forms

from branch.core.forms import ActionForm, KeyField, Offer, SearchedField, day_field
from branch.school.forms import ClassField

# of the classes of a subject, named in an option; the others are counted
NAMED = 3


class ClassPostingPrefill(forms.Form):
    """The query string of a link to a new posting: its class."""

    school_class = KeyField(required=False)


class ClassPostingForm(ActionForm):
    draft_name = "联系党员"

    school_class = ClassField(label="班级")
    member = SearchedField(
        label="联系党员",
        missing="请选择党员。",
        help_text="括号里是本学期任教的班和学科。先请任教本班的，再请任教本年级的。",
    )
    from_on = day_field("开始日期", help_text="假期里安排的，从开学那一天起。")

    def __init__(self, *args, classes, members, user, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["school_class"].offer_classes(classes, on=on)
        self.fields["member"].choose_from(
            Offer(
                members,
                source="kind=member&scope=posting",
                find=lambda typed: members.found_by(user, typed),
                group_of=lambda member: member.group_name,
                says=lambda member: member_to_link_says(member, on=on),
                keys=lambda member: member.staff.name_keys,
            )
        )


def member_to_link_says(member, *, on):
    """周文静（初二（3）班、初二（4）班英语；现联系 1 个班）, of a row of `members_to_link`."""
    facts = ["班主任"] if member.staff.headed else []
    taught = groupby(member.staff.taught, key=lambda row: row.subject)
    facts += [_taught_says(subject, list(rows), on=on) for subject, rows in taught]
    if member.posting_count:
        facts.append(f"现联系 {member.posting_count} 个班")
    return f"{member}（{'；'.join(facts or ['本学期没有任教登记'])}）"


def _taught_says(subject, rows, *, on):
    names = "、".join(row.school_class.name_on(on) for row in rows[:NAMED])
    more = f"等 {len(rows)} 个班" if len(rows) > NAMED else ""
    return f"{names}{more}{subject}"


class ClassPostingEndForm(ActionForm):
    """The last day of a posting; one that has not begun is withdrawn, and needs none."""

    draft_name = "结束联系班级"

    until_on = day_field(
        "最后一天", help_text="不能晚于今天。今天是最后一天的，也马上看不到班级页。"
    )

    def __init__(self, *args, has_begun, **kwargs):
        super().__init__(*args, **kwargs)
        self.context = {"has_begun": has_begun}
        if not has_begun:
            self.fields["until_on"].widget = forms.HiddenInput()
