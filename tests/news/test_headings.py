"""Which lines of a plain text are headings, in the ways schools write: notices, minutes, letters, reports."""

import pytest

from branch.news.headings import elements_of

TEXT = "党支部认真组织读书活动，撰写心得二十五篇。"
# lines that are headings where they stand between paragraphs, in twos
HEADINGS = [
    "一、三会一课|二、三会一课",
    "一、一个党员一面旗帜|二、二十大精神进课堂",
    "一、活动时间：|二、活动地点：",
    "一、严格责任：筑牢防线|二、加强协作：凝聚合力",
    "01 党建引领|02 师德为先",
    "PART.01 党建引领|Part Two 师德为先",
    "1. 加强学习|2、深入实践",
    "【党建引领】|【师德为先】",
    "图书馆里的春天|“老师好”的故事",
    "第一章 总则|第一节 目的",
    "一、二月开学教育|二、三月学雷锋",
    "默默奉献的他们|把党课搬到生产现场",
    "自信、自强|立德 树人",
    "祝福送给老师|各位家长共参与",
    "党建/团建一体推进|扫码打卡学党史",
    "★ 阳光行动|▶ 书香行动",
]
# lines that are none, wherever they stand
OTHERS = [
    "三、四年级学生在操场集合",
    "七、八年级：体育馆集合",
    "一、二等奖名单见附件",
    "一、二、三班走东门",
    "十一、十二月的活动另行通知",
    "——陶行知",
    "✦ 认真备课",
    "❶ 认真备课",
    "左图为黎老师在上课",
    "右一为黎老师",
    "读书会现场",
    "黎小满 摄",
    "文丨黎小满",
    "黎小满　齐远帆　顾言之",
    "黎小满 齐远帆 顾言之",
    "顾言之、林知远",
    "校长办公室　黎小满老师",
    "校长办公室  黎小满老师",
    "春山中学德育处黎老师 摄影：齐远帆",
    "读书活动的具体安排如下：",
    "扫码观看视频",
    "长按识别二维码",
    "联系电话 0510-12345678",
    "邮箱 li@example.com",
    "请于十二月二十五日前上交",
    "尊敬的家长",
    "老师们、同学们",
    "祝您和您的家人",
    "附件1 评分表",
    "08 月 25 日",
    "1. 12月25日前上交",
    "教师读书沙龙活动在学校图书馆举行并由黎小满老师分享读书心得体会",
]
# whole texts; those with > are headings
TEXTS = {
    "hours at school": "今天的课：|第一节 语文|第二节 数学|{}|{}",
    "numbers above their headings": "{}|>01|党建引领|{}|>PART.02|师德为先|{}",
    "noughts above articles": ">01 党建引领|>一、学习|{}|>02 师德为先|{}",
    "numbers above names": "{}|01|黎小满|初二|02|齐远帆|初三|{}",
    "names with numbers": "{}|01 黎小满|初二（3）班|02 齐远帆|初二（1）班|{}",
    "parts that have articles": ">Part 1 党建引领|>一、学习|{}|>二、服务|{}|>Part 2 师德为先|{}",
    "a list within numbers": "{}|1. 打开网站|2. 填写孩子的信息，点击“提交”；|3. 打印|{}",
    "an agenda": "议程：|一、宣布开会|二、奏国歌|>一、宣布开会|{}|>二、奏国歌|{}",
    "an agenda with sentences": "{}|一、宣布开会，全体起立。|二、奏国歌|{}",
    "a notice": "一、时间：下午两点。|二、地点：报告厅|>三、内容|1. 讲话|2. 交流|>四、要求|{}",
    "classes under a heading": ">一、时间|{}|>二、地点|{}|三、四年级在操场|{}",
    "the end of a letter": "{}|此致|敬礼！|黎小满",
    "a greeting or a name on top": "春山中学黎小满|{}|{}",
    "a heading on top of others": ">让师德入心|{}|>让关爱入微|{}",
    "who speaks": "{}|黎小满|{}|校报记者|{}|黎小满|{}|校报记者|{}",
    "headings over short sentences": ">交通安全|不骑电动车，不坐超载车，遵守规则。|>消防安全|不玩火，不私拉电线，会用灭火器材。",
    "a verse": "{}|我站在讲台上|看见四十双眼睛。|那是四十颗星|亮在清晨的教室里。|{}",
    "a verse of long lines": "{}|"
    + "|".join(["亲爱的老师您是辛勤的园丁", "用汗水浇灌着祖国的花朵！"] * 2),
    "a verse of two lines": "{}|明月何时照我还|春风又绿江南岸。|{}",
    "short paragraphs": "教育兴则国家兴，教育强则国家强。|>让师德入心|每一位教师都应当守住讲台。",
}


def _headings(lines):
    return [text for tag, text in elements_of(lines) if tag != "p"]


@pytest.mark.parametrize("pair", HEADINGS)
def test_a_line_numbered_or_set_as_a_heading_is_one(pair):
    first, second = pair.split("|")

    found = _headings([TEXT, first, TEXT, second, TEXT])

    assert found == [first, second]


@pytest.mark.parametrize("line", OTHERS)
def test_other_short_lines_between_paragraphs_are_none(line):
    found = _headings([TEXT, "让师德入心", TEXT, line, TEXT])

    assert found == ["让师德入心"]


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_what_stands_beside_a_line_says_whether_it_is_a_heading(text):
    lines = text.replace("{}", TEXT).replace(">01|", ">01 ").replace(">PART.02|", ">PART.02 ")
    wanted = [line[1:] for line in lines.split("|") if line.startswith(">")]

    found = _headings(text.replace("{}", TEXT).replace(">", "").split("|"))

    assert found == wanted
