"""Readings of surnames and given names that differ from the everyday reading of their characters.

Several readings are in the order of their frequency.
"""

SINGLE = {
    "单": ("shan",), "曾": ("zeng",), "解": ("xie",), "仇": ("qiu",), "查": ("zha",),
    "区": ("ou",), "翟": ("zhai", "di"), "朴": ("piao", "pu"), "盖": ("ge", "gai"),
    "员": ("yun", "yuan"), "贠": ("yun",), "黑": ("he", "hei"), "缪": ("miao", "miu"),
    "繁": ("po",), "种": ("chong",), "乐": ("yue", "le"), "覃": ("qin", "tan"),
    "召": ("shao", "zhao"), "冼": ("xian",), "洗": ("xian",), "隗": ("kui", "wei"),
    "那": ("na",), "逄": ("pang",), "逢": ("pang", "feng"), "仉": ("zhang",),
    "尉": ("wei", "yu"), "郇": ("xun", "huan"), "郗": ("xi", "chi"), "佴": ("nai",),
    "宓": ("mi", "fu"), "折": ("she", "zhe"), "祭": ("zhai", "ji"), "么": ("yao",),
    "能": ("nai",), "句": ("gou",), "钭": ("tou", "dou"), "牟": ("mou", "mu"),
    "秘": ("bi", "mi"), "眭": ("sui",), "晁": ("chao",), "藏": ("zang",), "车": ("che",),
    "柏": ("bai", "bo"), "卜": ("bu",), "莘": ("shen", "xin"), "强": ("qiang", "jiang"),
    "阚": ("kan",), "谌": ("chen", "shen"), "会": ("kuai",), "訾": ("zi",), "颉": ("xie", "jie"),
    "郄": ("qie", "xi"), "幺": ("yao",), "乜": ("nie",), "薄": ("bo",), "粘": ("nian",),
    "褚": ("chu",), "盛": ("sheng",), "俞": ("yu",), "宿": ("su",), "纪": ("ji",),
    "宁": ("ning",), "任": ("ren",), "华": ("hua",), "曲": ("qu",), "燕": ("yan",),
    "葛": ("ge",), "应": ("ying",), "石": ("shi",), "陆": ("lu",), "叶": ("ye",),
    "过": ("guo",), "哈": ("ha",), "於": ("yu",), "相": ("xiang",), "行": ("xing", "hang"),
}  # fmt: skip

# 复姓 in use today, with their syllables
COMPOUND = {
    "欧阳": "ou yang", "上官": "shang guan", "司马": "si ma", "司徒": "si tu", "司空": "si kong",
    "司寇": "si kou", "诸葛": "zhu ge", "东方": "dong fang", "东郭": "dong guo",
    "东门": "dong men", "皇甫": "huang fu", "尉迟": "yu chi", "公孙": "gong sun",
    "公冶": "gong ye", "公羊": "gong yang", "公西": "gong xi", "慕容": "mu rong",
    "令狐": "ling hu", "夏侯": "xia hou", "长孙": "zhang sun", "宇文": "yu wen",
    "端木": "duan mu", "轩辕": "xuan yuan", "呼延": "hu yan", "独孤": "du gu",
    "南宫": "nan gong", "西门": "xi men", "百里": "bai li", "闻人": "wen ren",
    "澹台": "tan tai", "淳于": "chun yu", "单于": "chan yu", "太史": "tai shi",
    "太叔": "tai shu", "申屠": "shen tu", "宗政": "zong zheng", "濮阳": "pu yang",
    "钟离": "zhong li", "鲜于": "xian yu", "闾丘": "lv qiu", "万俟": "mo qi",
    "赫连": "he lian", "拓跋": "tuo ba", "乐正": "yue zheng", "亓官": "qi guan",
    "颛孙": "zhuan sun", "仲孙": "zhong sun", "段干": "duan gan", "漆雕": "qi diao",
    "梁丘": "liang qiu", "左丘": "zuo qiu", "羊舌": "yang she", "巫马": "wu ma",
    "谷梁": "gu liang", "夹谷": "jia gu", "纳兰": "na lan", "第五": "di wu",
}  # fmt: skip

# Characters of given names with more than one reading
GIVEN = {
    "乐": ("le", "yue"), "茜": ("qian", "xi"), "晟": ("sheng", "cheng"), "盛": ("sheng", "cheng"),
    "行": ("xing", "hang"), "长": ("chang", "zhang"), "朝": ("chao", "zhao"),
    "重": ("chong", "zhong"), "传": ("chuan", "zhuan"), "蔚": ("wei", "yu"), "莘": ("xin", "shen"),
    "娜": ("na", "nuo"), "隽": ("jun", "juan"), "瑱": ("tian", "zhen"), "炅": ("jiong", "gui"),
    "参": ("shen", "can"), "率": ("shuai", "lv"), "柏": ("bai", "bo"), "艾": ("ai", "yi"),
    "强": ("qiang", "jiang"), "曾": ("zeng", "ceng"), "侗": ("dong", "tong"), "俞": ("yu", "shu"),
    "宿": ("su", "xiu"), "峤": ("qiao", "jiao"), "单": ("dan", "shan"), "都": ("du", "dou"),
    "大": ("da", "dai"), "奇": ("qi", "ji"), "藏": ("cang", "zang"), "弹": ("tan", "dan"),
}  # fmt: skip
