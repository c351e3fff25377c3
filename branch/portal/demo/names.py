"""Invented names: fixed surnames × given names, one pool for each kind of person, so none meet."""

# 姓氏 → 笔画
STROKES = {
    "丁": 2, "于": 3, "马": 3, "王": 4, "方": 4, "孔": 4, "尹": 4, "毛": 4, "叶": 5, "白": 5,
    "冯": 5, "石": 5, "史": 5, "田": 5, "卢": 5, "许": 6, "刘": 6, "孙": 6, "朱": 6, "任": 6,
    "吕": 6, "江": 6, "汤": 6, "何": 7, "吴": 7, "张": 7, "李": 7, "杨": 7, "陈": 7, "宋": 7,
    "苏": 7, "沈": 7, "汪": 7, "陆": 7, "邵": 7, "周": 8, "林": 8, "罗": 8, "郑": 8, "金": 8,
    "孟": 8, "范": 8, "武": 8, "赵": 9, "胡": 9, "钟": 9, "姚": 9, "姜": 9, "段": 9, "施": 9,
    "徐": 10, "高": 10, "郭": 10, "唐": 10, "袁": 10, "顾": 10, "夏": 10, "钱": 10, "秦": 10,
    "贺": 9, "黄": 11, "梁": 11, "曹": 11, "萧": 11, "崔": 11, "龚": 11, "韩": 12, "程": 12,
    "傅": 12, "彭": 12, "曾": 12, "董": 12, "蒋": 12, "谢": 12, "覃": 12, "邹": 7, "蔡": 14,
    "谭": 14, "廖": 14, "熊": 14, "黎": 15, "潘": 15, "薛": 16, "戴": 17, "魏": 17,
}  # fmt: skip

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


class Names:
    """Draws names nobody has yet; the same seed draws the same ones."""

    def __init__(self, dice):
        self.dice = dice
        self.surnames = list(STROKES)
        self.taken = set()

    def draw(self, given):
        while True:
            name = self.dice.choice(self.surnames) + self.dice.choice(given)
            if name not in self.taken:
                self.taken.add(name)
                return name

    def keep(self, name):
        """Take a name that is given beforehand."""
        self.taken.add(name)
        return name

    def in_family(self, child, given):
        """A parent with the child's surname."""
        return child[0] + self.dice.choice(given)
