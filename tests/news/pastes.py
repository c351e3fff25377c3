"""Pastes as Word, WPS and WeChat make them, each with the body that may be stored of it.

Read by the tests of `clean` and, in a real browser, of the editor.
"""

from branch.news.clean import NO_PICTURE, NO_VIDEO

BULLET = "<span style='font-family:Wingdings'><span style='mso-list:Ignore'>l<span style='font:7.0pt \"Times New Roman\"'>&nbsp; </span></span></span>"


def item(marker, text, level=1):
    """A list paragraph of Word with a marker that is typed out."""
    ignored = f"<![if !supportLists]><span style='mso-list:Ignore'>{marker}<span>&nbsp; </span></span><![endif]>"
    style = f"mso-list:l0 level{level} lfo1;text-indent:-18.0pt"
    return f"<p class=MsoListParagraph style='{style}'>{ignored}{text}</p>"


FIELD = "<span style='mso-element:field-{}'></span>".format
SHEET = (
    "<style><!-- /* Style */ p.MsoNormal, li.MsoNormal {margin:0} span.a0 {mso-style-name:密; display:none;"
    " mso-hide:all} @list l0:level1 {mso-level-text:l; font-family:Wingdings;} --></style>"
)

PASTES = {
    "tracked deletion and insertion": (
        (
            "<p class=MsoNormal>定于<span class=msoDel><del cite='mailto:x'>周三</del></span>"
            "<span class=msoIns><ins>周四</ins></span>召开</p>"
        ),
        "<p>定于周四召开</p>",
    ),
    "deletion by its class alone": (
        "<p>甲<span class='x msoDel'>密</span>乙</p>",
        "<p>甲乙</p>",
    ),
    "moved from": ("<p>甲<w:moveFrom>密</w:moveFrom>乙</p>", "<p>甲乙</p>"),
    "review comment": (
        (
            "<p><a style='mso-comment-reference:L_1;mso-comment-date:20260101'>请按时到会</a><span class="
            "MsoCommentReference><![if !supportAnnotations]><a class=msocomanchor id='_anchor_1' href='#_msocom_1'>[黎1]"
            "</a><![endif]><span style='mso-special-character:comment'>&nbsp;密</span></span>。</p>"
            "<div style='mso-element:comment-list'><hr class=msocomoff><div style='mso-element:comment'>"
            "<div id='_com_1' class=msocomtxt><p class=MsoCommentText>密，家长有意见</p></div></div></div>"
        ),
        "<p>请按时到会。</p>",
    ),
    "comment text whose list was cut off": (
        "<p>甲</p><p class=MsoCommentText><a class=msocomoff href='#_msoanchor_1'>[黎1]</a>密</p>",
        "<p>甲</p>",
    ),
    "comment anchor without a class": (
        "<p>甲<a href='file:///C:/x.htm#_msocom_2'>[黎2]</a></p>",
        "<p>甲</p>",
    ),
    "hidden text": ("<p>甲<span style='display:none;mso-hide:all'>密</span>乙</p>", "<p>甲乙</p>"),
    "hidden by its style sheet": (f"{SHEET}<p>甲<span class=a0>密</span>乙</p>", "<p>甲乙</p>"),
    "hidden attribute": ("<p>甲</p><p hidden>密</p>", "<p>甲</p>"),
    "hidden in capitals": (
        "<p>甲<span STYLE='DISPLAY : NONE !important'>密</span></p>",
        "<p>甲</p>",
    ),
    "unseen": ("<p>甲<span style='visibility:hidden'>密</span></p>", "<p>甲</p>"),
    "no size": ("<p>甲<span style='font-size:0.0pt'>密</span></p>", "<p>甲</p>"),
    **{
        f"no size, {size}": (f"<p>甲<span style='font-size:{size}'>密</span></p>", "<p>甲</p>")
        for size in ("0em", "0%", ".0pt", "0.00rem", "0")
    },
    "font of no size": ("<p>甲<span style='font:0em Arial'>密</span></p>", "<p>甲</p>"),
    "small parts of a size": (
        "<p style='font-size:0.9em'>甲<span style='font-size:.75rem'>乙</span></p>",
        "<p>甲乙</p>",
    ),
    "transparent, without its first digit": (
        "<p>甲<span style='opacity:.0'>密</span></p>",
        "<p>甲</p>",
    ),
    **{
        f"hidden by {rule}": (
            f"<style>{rule}</style><p>甲<span class='b c' id=N>密</span><span class=c>乙</span></p>",
            "<p>甲乙</p>",
        )
        for rule in (
            "#N {display:none}",
            "span#n.b {display:none}",
            ".a .b {display:none}",
            "div > p span.b {font-size:0}",
            "span.b.c {display:none}",
            "*.b {display:none}",
            "h1, .x , .b.c {visibility:hidden}",
            "@media screen { .b {display:none} .y {color:red} }",
            "@supports (a:b) { @media all { .a .b {display:none} } }",
            "@import url(x); .b {/* } */ display:none}",
            "@font-face {font-family:x} .b {opacity:0}",
            ".a .b {display:none} .b {display:inline}",
        )
    },
    **{
        f"not hidden by {rule}": (
            f"<style>{rule}</style><p class=b>甲<span class='c'>乙</span></p>",
            "<p>甲乙</p>",
        )
        for rule in (
            "* {display:none}",
            ".a p {display:none}",
            ".a > span {display:none}",
            ".a * {display:none}",
            "p.b.c {display:none}",
            "@page {display:none} @font-face {font-size:0}",
            ".b:hover, .b::before {display:none}",
            ".b {display:none} p.b {display:block}",
        )
    },
    "shown elsewhere only": (
        "<style>.b {font-size:0} .a .b {font-size:16px}</style><p>甲<span class=b>密</span></p>",
        "<p>甲</p>",
    ),
    "transparent": ("<p>甲<span style='opacity:0'>密</span></p>", "<p>甲</p>"),
    "collapsed box": ("<p>甲</p><div style='overflow:hidden;height:0px'>密</div>", "<p>甲</p>"),
    "box collapsed in another unit": (
        "<p>甲</p><div style='overflow:hidden;height:0em'>密</div><div style='overflow:hidden;width:0%'>密</div>",
        "<p>甲</p>",
    ),
    "box kept open by its padding": (
        "<div style='height:0;padding-bottom:56%;overflow:hidden'><iframe></iframe></div>",
        f"<p>{NO_VIDEO}</p>",
    ),
    "collapsed box without padding": (
        "<p>甲</p><div style='height:0;padding:0;overflow:hidden'>密</div>",
        "<p>甲</p>",
    ),
    "colours that are inherited": (
        "<p style='color:inherit;background:inherit'>甲</p>",
        "<p>甲</p>",
    ),
    "white on white": (
        "<p>甲<span style='color:white;background:white'>密</span></p>",
        "<p>甲</p>",
    ),
    "a box of no size with text of a size": (
        "<section style='font-size:0px'><section style='font-size:16px'>走进社区</section></section>",
        "<p>走进社区</p>",
    ),
    "white text on a dark ground": (
        "<p><span style='color:white;background:#c00'>要闻</span></p>",
        "<p>要闻</p>",
    ),
    "field code": (
        f"<p>见第{FIELD('begin')} PAGEREF _Toc1 \\h {FIELD('separator')}3{FIELD('end')}页</p>",
        "<p>见第3页</p>",
    ),
    "field code in a comment of Word": (
        (
            f'<p>见<!--[if supportFields]>{FIELD("begin")}HYPERLINK "密"{FIELD("separator")}<![endif]-->附件'
            f"<!--[if supportFields]>{FIELD('end')}<![endif]--></p>"
        ),
        "<p>见附件</p>",
    ),
    "field within a field": (
        f"<p>{FIELD('begin')} IF {FIELD('begin')}密{FIELD('separator')}密{FIELD('end')} {FIELD('separator')}甲{FIELD('end')}</p>",
        "<p>甲</p>",
    ),
    "field that was cut off": (f"<p>甲{FIELD('begin')} DATE</p><p>乙</p>", "<p>甲</p><p>乙</p>"),
    "metadata of Word": ("<xml><w:Zoom>密</w:Zoom></xml><p>甲</p>", "<p>甲</p>"),
    "list of Wingdings": (
        item("l", "按时参加").replace("Ignore", "Ignore;font-family:Wingdings")
        + f"<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'>{BULLET}认真记录</p>",
        "<ul><li><p>按时参加</p></li><li><p>认真记录</p></li></ul>",
    ),
    "bullet of Wingdings without a list": (
        "<p class=MsoListParagraph><span style='font-family:Wingdings'>l<span>&nbsp;&nbsp; </span></span>按时参加</p>",
        "<ul><li><p>按时参加</p></li></ul>",
    ),
    "bullet of WPS": (
        "<p><span style='font-family:Wingdings'>\uf06c</span>按时参加</p>",
        "<ul><li><p>按时参加</p></li></ul>",
    ),
    "picture as bullet": (
        item("<img src=x width=11 height=11 alt='*'>", "按时参加"),
        "<ul><li><p>按时参加</p></li></ul>",
    ),
    "list that starts at 3": (
        item("3.", "丙") + item("4.", "丁"),
        '<ol start="3"><li><p>丙</p></li><li><p>丁</p></li></ol>',
    ),
    "list in two levels": (
        item("1.", "甲") + item("·", "细目", level=2) + item("2.", "乙") + "<p>完</p>",
        "<ol><li><p>甲</p><ul><li><p>细目</p></li></ul></li><li><p>乙</p></li></ol><p>完</p>",
    ),
    "list that is one already": (
        "<ol start=3 type=1><li class=MsoNormal style='mso-list:l0 level1 lfo1'>丙</li></ol>",
        '<ol start="3"><li><p>丙</p></li></ol>',
    ),
    "numbers of an official text": (
        item("一、", "总则") + item("(1)", "范围"),
        "<p>一、 总则</p><p>(1) 范围</p>",
    ),
    "list paragraph without a marker": ("<p class=MsoListParagraph>甲</p>", "<p>甲</p>"),
    "sign of Wingdings in a sentence": (
        (
            "<p>已完成<span style='font-family:Wingdings;mso-char-type:symbol'>ü</span>，升<span style='font-family:"
            "Symbol'>a</span>级<span style='font-family:Wingdings'>Z</span></p>"
        ),
        "<p>已完成✓，升α级</p>",
    ),
    "headings": (
        (
            "<h1>甲</h1><p class=MsoNormal style='mso-outline-level:2'>乙</p><p class=MsoHeading7>丙</p><h4>丁</h4>"
            "<p class=MsoTitle>戊</p><p style='mso-outline-level:body'>己</p>"
        ),
        "<h2>甲</h2><h2>乙</h2><h3>丙</h3><h3>丁</h3><h2>戊</h2><p>己</p>",
    ),
    "raised and lowered": (
        "<p>10<sup>5</sup>人，m<span style='vertical-align:super'>2</span>，H<sub>2</sub>O</p>",
        "<p>10<sup>5</sup>人，m<sup>2</sup>，H<sub>2</sub>O</p>",
    ),
    "struck": (
        "<p>原定<s>周三</s><span style='text-decoration:line-through'>周四</span><strike>周五</strike></p>",
        "<p>原定<s>周三周四周五</s></p>",
    ),
    "joined emoji": (
        "<p>甲\u200d\u200b乙👩\u200d👩\u200d👧❤️\u200d🔥</p>",
        "<p>甲乙👩\u200d👩\u200d👧❤️\u200d🔥</p>",
    ),
    "hidden columns of Excel": (
        (
            "<table><col width=64><col width=0 span=2 style='display:none;mso-width-source:userset'><col width=64>"
            "<tr><td colspan=4>公示</td></tr><tr><td rowspan=2>甲</td><td>密</td><td>密</td><td>三班</td></tr>"
            "<tr><td colspan=2>密</td><td>四班</td></tr></table>"
        ),
        (
            '<table><tbody><tr><td colspan="2"><p>公示</p></td></tr><tr><td rowspan="2"><p>甲</p></td>'
            "<td><p>三班</p></td></tr><tr><td><p>四班</p></td></tr></tbody></table>"
        ),
    ),
    "hidden column without a style, around a table": (
        "<table><col><col width='0'><tr><td><table><tr><td>甲</td><td>乙</td></tr></table></td><td>密</td></tr></table>",
        (
            "<table><tbody><tr><td><table><tbody><tr><td><p>甲</p></td><td><p>乙</p></td></tr></tbody></table></td>"
            "</tr></tbody></table>"
        ),
    ),
    "lost picture": ("<p>甲</p><img data-src='x'>", f"<p>甲</p><p>{NO_PICTURE}</p>"),
    "picture in a box of no size": (
        "<section style='font-size:0px'>密<img data-src='x'></section><p style='visibility:hidden'><img src='x'></p>",
        f"<p>{NO_PICTURE}</p>",
    ),
    "unseen video": (
        "<p>甲</p><p style='visibility:hidden'><video src=x></video></p>",
        "<p>甲</p>",
    ),
    "picture of Word": (
        "<p>甲</p><v:shape><v:imagedata></v:imagedata></v:shape>",
        f"<p>甲</p><p>{NO_PICTURE}</p>",
    ),
    "spacer and hidden picture": (
        "<p>甲</p><img width=1 src='x'><p hidden><img src='x'></p>",
        "<p>甲</p>",
    ),
    "lost video": (
        "<p>甲</p><iframe class=video_iframe data-src='https://v.qq.com/x'>密</iframe><video src=x>密</video>",
        f"<p>甲</p><p>{NO_VIDEO}</p><p>{NO_VIDEO}</p>",
    ),
    "lost sound": ("<p>甲</p><mpvoice name=密></mpvoice>", f"<p>甲</p><p>{NO_VIDEO}</p>"),
}
