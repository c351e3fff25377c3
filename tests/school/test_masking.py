"""Names of pupils and guardians, and classes, in a text that leaves the desk."""

import pytest

from branch.school.masking import masked
from tests.factories import make_class, make_guardian, make_staff, make_student

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _pupils():
    school_class = make_class()
    for name in ("林若楠", "林若", "欧阳晓雨"):
        make_student(school_class, name=name)
    guardian = make_student(school_class, name="何思齐")
    make_guardian(guardian, name="何建国")
    make_guardian(guardian, name="韩若溪", phone="13900000077")
    make_staff(name="韩若溪")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("林若楠朗读了课文。", "某学生朗读了课文。"),
        ("林若楠、林若和欧阳晓雨同学发言。", "几名学生发言。"),
        ("初二（3）班的林若楠同学发言。", "某学生发言。"),
        ("晓雨同学画了一幅画。", "某学生画了一幅画。"),
        ("林 若　楠朗读，林 若听。", "某学生朗读，某学生听。"),
        ("晓雨妈妈和晓雨的奶奶来了，晓雨很高兴。", "某学生妈妈和某学生的奶奶来了，晓雨很高兴。"),
        ("何建国说收获很大。", "某家长说收获很大。"),
        ("初二（3）班做了展示。", "一个班做了展示。"),
        ("韩若溪主持，全体同学鼓掌。", "韩若溪主持，全体同学鼓掌。"),
    ],
)
def test_names_and_classes_are_replaced(text, says):
    assert masked(text) == [says]


def test_several_texts_come_back_one_by_one():
    assert masked("林若楠", "", "林若") == ["某学生", "", "某学生"]
