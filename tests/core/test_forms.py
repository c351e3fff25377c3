from django import forms

from branch.core.forms import ActionForm


class Trip(ActionForm):
    place = forms.CharField(label="地点")
    mode = forms.ChoiceField(label="方式", choices=[("bus", "乘车")])
    guide = forms.CharField(label="向导", error_messages={"required": "请写上谁带路。"})


def test_a_field_left_empty_says_its_own_name():
    errors = Trip({}).errors

    assert errors["place"] == ["请填写地点。"]
    assert errors["mode"] == ["请选择方式。"]
    assert errors["guide"] == ["请写上谁带路。"]
