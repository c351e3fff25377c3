"""姓氏笔画: the number of strokes of surnames, by which lists of people are ordered.

Standard modern forms (《通用规范汉字表》); the first character counts for a compound surname.
"""

UNKNOWN = 99  # sorts last
# strokes → surnames
TABLE = {
    2: "卜刁丁乜",
    3: "卫马于万干弓山习广上凡",
    4: "王尤孔水云韦凤方卞元尹毛贝计支邓井乌巴车仇从双牛戈文勾毋丰公长太仉亓亢巨",
    5: "冯史乐皮平田卢包左石宁甘厉龙叶司印白申冉边艾古弘东令帅付代占邝召",
    6: "孙朱许吕华任汤毕邬安齐伍祁米伏成纪阮危江吉邢羊曲汲全仰仲伊戎刘池乔阴农庄充向匡师巩厍那关后红权宇西百闫刑尧阳牟汝夹",
    7: "李吴陈沈杨何张严邹苏花岑时余邵汪狄宋杜闵邱应陆芮邴巫谷束怀邰苍贡劳扶寿别连步沃利冷辛沙轩佘佟肖邸初芦伯冶库麦阿言迟纳",
    8: "周郑金范郎昌苗罗孟和明茅庞屈季林经房宗郁单杭於松牧宓武幸卓郏尚鱼易终居国殴空竺欧呼岳冼苟苑佴练青英郇岱宝拓",
    9: "赵施姜柏俞柳费贺郝姚禹项祝娄钟骆胡柯昝宣贲洪钮荣荀封羿段侯郗秋宫祖郜咸胥闻逄郦茹宦饶养须相查荆皇独南闾战奕哈",
    10: "钱秦陶奚袁唐倪殷顾谈席贾郭徐高夏凌莫诸翁家班栾索能莘党姬宰桑桂通浦晏柴容都耿聂晁敖益桓展原海卿晋栗",
    11: "曹戚章常康黄萧梁麻梅盛崔龚隗符宿鄂屠堵扈阎庾寇隆巢逯盖尉淳矫谌盘商隋笪庹银第",
    12: "蒋韩谢喻葛彭鲁傅湛舒董强童程嵇滑惠储富焦景温禄越曾游覃揭粟赏辜普敬",
    13: "褚窦鲍廉雷蓝路虞裘解甄靳蓬詹蓟蒲赖蒙雍慎满阙訾简蒯楚福鄢",
    14: "臧熊蔡管缪裴韶蔺翟谭慕廖暨蔚阚端鲜雒谯漆赫",
    15: "潘滕颜樊暴黎颛",
    16: "薛穆霍薄燕冀衡融澹操",
    17: "魏戴糜璩濮鞠",
    18: "瞿",
    20: "酆籍",
    21: "夔",
}
STROKES = {surname: count for count, surnames in TABLE.items() for surname in surnames}


def strokes_of(name):
    """The number of strokes of a name's first character; `UNKNOWN` if it is not listed."""
    return STROKES.get(name[:1], UNKNOWN)
