from branch.core.forms import ActionForm, chips_field, day_field
from branch.walkins.families.models import Adult


class FamilyAgreementForm(ActionForm):
    """When an adult of the family said yes, and who."""

    draft_name = "家长同意日期"

    agreed_on = day_field("家长同意日期")
    agreed_by = chips_field("同意的家长", Adult.choices)
