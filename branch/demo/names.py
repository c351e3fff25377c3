"""Invented names: surnames and given names, with a pool for each kind of person, so that none coincide."""

SURNAMES = (
    "丁于马王方孔尹毛叶白冯石史田卢许刘孙朱任吕江汤何吴"
    "张李杨陈宋苏沈汪陆邵周林罗郑金孟范武赵胡钟姚姜段施"
    "徐高郭唐袁顾夏钱秦贺黄梁曹萧崔龚韩程傅彭曾董蒋谢覃"
    "邹蔡谭廖熊黎潘薛戴魏"
)

STAFF_GIVEN = [
    "立言",
    "文静",
    "清和",
    "一鸣",
    "秋荷",
    "海平",
    "若溪",
    "志远",
    "建华",
    "国栋",
    "玉兰",
    "春梅",
    "卫东",
    "丽萍",
    "永强",
    "晓峰",
    "淑芬",
    "志明",
    "慧敏",
    "宏伟",
    "雪梅",
    "少华",
    "美玲",
    "振宇",
    "桂英",
    "学文",
    "敬之",
    "月华",
    "德明",
    "云霞",
]
GUARDIAN_GIVEN = [
    "保国",
    "秀珍",
    "长青",
    "凤琴",
    "大勇",
    "爱莲",
    "福生",
    "银花",
    "庆丰",
    "彩霞",
    "有田",
    "翠兰",
    "金龙",
    "小燕",
    "广林",
    "玉凤",
    "水根",
    "巧云",
    "树森",
    "红英",
    "连生",
    "素芳",
    "茂才",
    "桃红",
    "开元",
    "香菊",
    "来顺",
    "冬梅",
    "宝山",
    "菊芬",
]
PUPIL_GIVEN = [
    "雨桐",
    "梓涵",
    "子墨",
    "浩然",
    "思远",
    "景行",
    "晓雨",
    "一诺",
    "可欣",
    "奕辰",
    "诗涵",
    "宇航",
    "佳怡",
    "俊熙",
    "语桐",
    "嘉树",
    "欣妍",
    "博文",
    "若曦",
    "天佑",
    "沐阳",
    "梦瑶",
    "泽宇",
    "心怡",
    "睿哲",
    "芷若",
    "星辰",
    "乐彤",
    "子轩",
    "安然",
    "明轩",
    "书瑶",
    "昊天",
    "静姝",
    "逸飞",
    "婉清",
    "启航",
    "念慈",
    "致远",
    "初晴",
    "知行",
    "映雪",
    "承泽",
    "采薇",
]

# given names of women and girls, and those that a boy and a girl may have; the others are of men and boys
WOMEN = frozenset(
    [
        "文静",
        "清和",
        "秋荷",
        "若溪",
        "玉兰",
        "春梅",
        "丽萍",
        "淑芬",
        "慧敏",
        "雪梅",
        "美玲",
        "桂英",
        "月华",
        "云霞",
        "雨桐",
        "梓涵",
        "晓雨",
        "可欣",
        "诗涵",
        "佳怡",
        "语桐",
        "欣妍",
        "若曦",
        "梦瑶",
        "心怡",
        "芷若",
        "乐彤",
        "书瑶",
        "静姝",
        "婉清",
        "念慈",
        "初晴",
        "映雪",
        "采薇",
    ]
)
EITHER = frozenset(["一诺", "星辰", "安然", "知行"])


def gender_in(name):
    """The gender that an invented name has, "m" or "f"; "" where a boy and a girl may have it."""
    given = name[1:]
    if given in EITHER:
        return ""
    return "f" if given in WOMEN else "m"


def gender_of(name, rng):
    """The gender that an invented name has, or one that is drawn; the same number of draws for any name."""
    drawn = rng.choice("mf")
    return gender_in(name) or drawn


class Names:
    """Draws unique names; the same seed draws the same names."""

    def __init__(self, rng):
        self.rng = rng
        self.surnames = SURNAMES
        self.taken = set()

    def draw(self, given):
        while True:
            name = self.rng.choice(self.surnames) + self.rng.choice(given)
            if name not in self.taken:
                self.taken.add(name)
                return name

    def reserve(self, name):
        """Mark a fixed name as taken, and return it."""
        self.taken.add(name)
        return name

    def guardian(self, surname, relation):
        """A name for a father or a mother; `GUARDIAN_GIVEN` has one of each in turn."""
        pair = self.rng.randrange(len(GUARDIAN_GIVEN)) // 2 * 2
        return surname + GUARDIAN_GIVEN[pair + (relation == "母亲")]
