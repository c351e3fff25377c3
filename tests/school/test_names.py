import json
import os
import re
import subprocess
import sys

import pypinyin
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypinyin import lazy_pinyin

from branch.demo.names import GUARDIAN_GIVEN, PUPIL_GIVEN, SURNAMES
from branch.school.models import Staff
from branch.school.names import KEYS_LENGTH, keys_of, surname_of
from branch.school.surnames import COMPOUND, GIVEN, SINGLE
from tests.factories import make_staff

HARD = {
    "单雄信": "shan",
    "曾小明": "zeng",
    "解小明": "xie",
    "仇小明": "qiu",
    "查小明": "zha",
    "区小明": "ou",
    "翟小明": "zhai",
    "朴小明": "piao",
    "盖小明": "ge",
    "华小明": "hua",
    "任小明": "ren",
    "纪小明": "ji",
    "宁小明": "ning",
    "员小明": "yun",
    "黑小明": "he",
    "缪小明": "miao",
    "繁小明": "po",
    "种小明": "chong",
    "乐小明": "yue",
    "覃小明": "qin",
    "召小明": "shao",
    "冼小明": "xian",
    "隗小明": "kui",
    "那小明": "na",
    "逄小明": "pang",
    "仉小明": "zhang",
    "曲小明": "qu",
    "尉小明": "wei",
    "郇小明": "xun",
    "郗小明": "xi",
    "佴小明": "nai",
    "折小明": "she",
    "祭小明": "zhai",
    "么小明": "yao",
    "能小明": "nai",
    "句小明": "gou",
    "牟小明": "mou",
    "秘小明": "bi",
    "车小明": "che",
    "卜小明": "bu",
    "阚小明": "kan",
    "会小明": "kuai",
    "藏小明": "zang",
    "乜小明": "nie",
    "莘小明": "shen",
    "尉迟小明": "yuchi",
    "万俟小明": "moqi",
    "澹台小明": "tantai",
    "单于小明": "chanyu",
    "长孙小明": "zhangsun",
    "令狐小明": "linghu",
    "乐正小明": "yuezheng",
    "闾丘小明": "lvqiu",
    "欧阳小明": "ouyang",
    "颛孙小明": "zhuansun",
}


@pytest.mark.parametrize(
    ("name", "surname"),
    [("周文静", "周"), ("欧阳雪", "欧阳"), ("尉迟明远", "尉迟"), ("欧阳", "欧"), ("", "")],
)
def test_a_surname_has_one_character_or_two(name, surname):
    assert surname_of(name) == surname


@pytest.mark.parametrize(("name", "surname"), HARD.items())
def test_a_surname_has_the_reading_of_a_surname(name, surname):
    given = "xiongxin" if name == "单雄信" else "xiaoming"

    assert keys_of(name).split()[0] == surname + given


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("曾小明", " zengxiaoming zxm cxm "),
        ("覃小明", " qinxiaoming qxm tanxiaoming txm "),
        ("乐小明", " yuexiaoming yxm lexiaoming lxm "),
        ("吕绿", " lvlv lulu ll "),
        ("张乐", " zhangle zl zhangyue zy "),
        ("单于晴", " chanyuqing cyq shanyuqing syq dyq "),
        ("周莞尔", " zhouwaner zwe zhouguaner zge "),
        ("阿依古丽·买买提", " ayigulimaimaiti ayglmmt maimaiti mmt "),
        ("李Anna", " lianna la "),
        ("李𠮷", " li l "),
        ("", " "),
    ],
)
def test_the_keys_of_a_name(name, keys):
    assert keys_of(name) == keys


def test_a_name_of_many_readings_has_at_most_four():
    whole = [key for key in keys_of("覃茜茜").split() if len(key) > 3]

    assert whole == ["qinqianqian", "qinqianxi", "tanqianqian", "tanqianxi"]


@given(st.text(max_size=30))
def test_the_keys_of_every_text_are_well_formed(name):
    keys = keys_of(name)

    assert re.fullmatch(r" ([a-z]+ )*", keys)
    assert len(keys) <= KEYS_LENGTH


HARD_GIVEN = ["朝阳", "长乐", "长青", "莞尔", "霓裳", "淡泊", *(f"{one}明" for one in GIVEN)]
GIVEN_NAMES = [*PUPIL_GIVEN[::9], *GUARDIAN_GIVEN[::9], *HARD_GIVEN]
NAMES = [one + given for one in {*SURNAMES, *SINGLE, *COMPOUND} - {"行"} for given in GIVEN_NAMES]
KEYS_BY_THE_WHOLE_DICTIONARY = """
import json, sys
from branch.school.names import keys_of
json.dump({name: keys_of(name) for name in json.load(sys.stdin)}, sys.stdout)
"""


def test_every_key_by_a_whole_dictionary_is_there_without_its_phrases():
    whole = {name: value for name, value in os.environ.items() if "PYPINYIN" not in name}
    run = [sys.executable, "-c", KEYS_BY_THE_WHOLE_DICTIONARY]

    said = subprocess.run(run, input=json.dumps(NAMES), env=whole, stdout=-1, text=True, check=True)

    missing = {
        (name, key)
        for name, keys in json.loads(said.stdout).items()
        for key in set(keys.split()) - set(keys_of(name).split())
    }
    assert not missing


def test_the_phrases_of_the_dictionary_are_not_loaded():
    assert not pypinyin.constants.PHRASES_DICT


HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)


@given(st.text(HAN, max_size=5))
def test_every_name_is_found_by_its_everyday_initials(name):
    initials = "".join(syllable[0] for syllable in lazy_pinyin(name, errors="ignore"))

    assert f" {initials} " in keys_of(name) or not initials.isalpha() or not initials.isascii()


@given(st.sampled_from(sorted(COMPOUND) + sorted(SINGLE)), st.text(HAN, min_size=1, max_size=2))
def test_every_listed_surname_begins_its_first_key(surname, rest):
    name = surname + rest
    if surname_of(name) != surname:
        return
    reading = COMPOUND[surname].replace(" ", "") if surname in COMPOUND else SINGLE[surname][0]

    assert keys_of(name).startswith((f" {reading}", f" {reading[:1]} "))


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["⽅⼩燕", "方小燕", "⽅小燕", "fxy"])
def test_a_name_of_radicals_is_stored_and_found_as_ideographs(typed):
    colleague = make_staff(name="⽅⼩燕")

    assert Staff.objects.get().name == "方小燕"
    assert list(Staff.objects.matching(typed)) == [colleague]
