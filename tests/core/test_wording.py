import pytest

from branch.core.wording import blocked, doubts, has_secret_mark


@pytest.mark.parametrize(
    "text", ["某某彩票网", "某某 彩票网", "某某彩票網站：某某彩票网", "ＡＢＣ某某彩票网"]
)
def test_a_blocked_word_is_found_with_any_spacing(text):
    assert blocked(text, ["某某彩票网", "别的词"]) == ["某某彩票网"]


def test_a_blocked_word_is_found_in_either_width_and_case():
    assert blocked("访问（ｇｏ）Shop", ["(GO)shop"]) == ["(GO)shop"]


def test_a_harmless_text_raises_no_doubt():
    text = "本学期结对 86 对，党员联系班级 24 个。初二（3）班开展团体辅导。第一名同学发言，走访家庭 132 户次，不让一个学生掉队。"

    assert list(doubts(text, [("领导人", "")])) == []


@pytest.mark.parametrize(
    ("sentence", "says"),
    [
        ("每周三放学后，老师送他回家", "星期"),
        ("与初二（3）班的一名学生结对", "班级"),
        ("老师们走访了3户困难家庭", "5 以下"),
        ("走访中了解到两名学生的情况", "5 以下"),
        ("党员为他家添置了一张书桌", "物品"),
        ("联系电话 13812345678", "手机号码"),
        ("身份证号 32020120130501123X", "身份证号码"),
    ],
)
def test_a_sentence_that_may_identify_a_helped_child_is_doubted(sentence, says):
    (found, *_) = [doubt for doubt in doubts(f"第一句。{sentence}。", []) if says in doubt]

    assert says in found


def test_a_count_of_twelve_is_not_taken_for_two():
    assert list(doubts("走访困难家庭十二户、12户、132 户次", [])) == []


def test_a_sensitive_word_is_shown_with_the_schools_hint():
    found = doubts(
        "以十九大精神为当前任务。政治核心作用", [("十九大", "请用最新提法"), ("政治核心作用", "")]
    )

    assert list(found) == ["含有“十九大”，请用最新提法", "含有“政治核心作用”，请核对表述"]


@pytest.mark.parametrize(
    ("name", "is_secret"), [("关于××的通知（内部）.pdf", True), ("春游安排.pdf", False)]
)
def test_a_file_name_with_a_mark_of_secrecy_is_recognised(name, is_secret):
    assert has_secret_mark(name) is is_secret
