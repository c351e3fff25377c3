"""What the appointment of a head teacher asks of the psychology hours of a member."""

from django import forms
from django.core.exceptions import ValidationError

from branch.members.models import Member
from branch.school.appointments import Finding, HeadCheck

from .classes.actions import record_waiver, revise_waiver
from .classes.forms import waiver_fields
from .classes.models import HeadTeacherWaiver, hour_rules, hours_of, with_psychology_hours

LATER = "原因以后补"


class PsychologyHours(HeadCheck):
    """党员班主任上岗学时: a member without the hours is appointed with a reason, or with it still to be written."""

    key = "walkins.head_hours"

    def finding(self, staff, *, on):
        members = Member.objects.here_on(on).filter(staff=staff)
        if not members.exists():
            return None
        member = with_psychology_hours(members, on=on, staff="staff", **hour_rules(on)).get()
        hours = hours_of(member)
        return Finding(f"{staff}的心理健康教育学时：{hours.says}。", asks=not hours.is_enough)

    def fields(self):
        later = forms.BooleanField(
            label=LATER, required=False, help_text="先登记任职，“落实情况”里会写明原因还没有写。"
        )
        return {**waiver_fields(), "later": later}

    def refuse_unless_answered(self, finding, answers):
        reason, make_up_by = answers["reason"], answers["make_up_by"]
        if reason and make_up_by:
            return
        if answers["later"] and not reason and not make_up_by:
            return
        asks = f"请写先上岗后补学的原因；还不清楚的，勾选“{LATER}”。"
        refusals = {} if reason else {"reason": asks}
        if not make_up_by:
            refusals["make_up_by"] = "请填写补学期限。"
        raise ValidationError(refusals)

    def store(self, post, answers, *, on, by):
        if not answers["reason"]:
            return
        written = {"reason": answers["reason"], "make_up_by": answers["make_up_by"]}
        # of a post that is resumed, a reason may have been written before
        rows = HeadTeacherWaiver.objects.filter(post_id=post.pk, staff=post.staff_id)
        if waiver := rows.first():
            revise_waiver(waiver, version=waiver.version, on=on, by=by, **written)
        else:
            record_waiver(post=post, on=on, by=by, **written)
