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
    "lines of a poem": (
        "<pre>春风又绿江南岸\n<span>明月</span>何时照我还\n</pre><p style='white-space:pre-wrap'>甲\n乙</p><p>丙\n丁</p>",
        "<p>春风又绿江南岸<br>明月何时照我还</p><p>甲<br>乙</p><p>丙 丁</p>",
    ),
    "spaces between blocks of lines": (
        "<div style='white-space:pre-wrap'>\n<ul>\n<li>甲\n乙</li>\n</ul>\n<p style='white-space:normal'>乙\n丙</p>\n</div>",
        "<ul><li><p>甲<br>乙</p></li></ul><p>乙 丙</p>",
    ),
    **{
        f"readable on its ground, {style}": (
            f"<div style='background-color:#c00;color:#c00'>密<p style='{style}'>甲<b style='color:inherit'>乙</b></p></div>",
            "<p>甲<strong>乙</strong></p>",
        )
        for style in (
            "color:#fff",
            "color:white",
            "background:rgb(255, 255, 255)",
            "background:#fff no-repeat",
            "color:#fff;background:linear-gradient(to right, #c00 0%, #900 100%)",
            "background-image:url(x)",
        )
    },
    **{
        f"unreadable on its ground, {style}": (
            f"<p>甲</p><div style='background-color:#c00;color:#c00'><p style='color:#fff'>乙<b style='{style}'>密</b></p></div>",
            "<p>甲</p><p>乙</p>",
        )
        for style in (
            "color:rgb(204,0,0)",
            "color:#c00505",
            "color:transparent",
            "color:var(--red)",
            "color:rgba(255,255,255,0)",
            "background:#fff",
            "background:linear-gradient(#fff,#ffffff)",
            "background:#900;color:#900",
        )
    },
    "font of a colour within its ground": (
        "<div style='background:#c00;color:#c00'>密<font color=white>甲</font></div>",
        "<p>甲</p>",
    ),
    "no colour within boxes of one": (
        (
            "<style>.b {background-image:url(x)}</style><div style='background:#c00;color:#c00'><p style='color:#fff'>甲</p>"
            "<p class=b style='background:#fff;color:#fff'>密</p></div>"
            "<p style='background-color:rgba(0,0,0,0);color:rgba(0,0,0,0)'>密</p>"
        ),
        "<p>甲</p>",
    ),
    "picture in a box of one colour": (
        "<div style='background:#fff;color:#fff'>密<img src=x></div>",
        f"<p>{NO_PICTURE}</p>",
    ),
    "text on a picture": (
        (
            "<p><span style='background-color:#fff;background-image:linear-gradient(#c00,#900);color:#fff'>甲</span>"
            "<span style='background-color:#fff;background-image:url(x);color:#fff'>乙</span>"
            "<span style='background-color:#fff;background-image:none;color:#fff'>密</span>"
            "<span style='background-color:#fff;background-image:linear-gradient(#fff,white);color:#fff'>密</span></p>"
        ),
        "<p>甲乙</p>",
    ),
    "text within a drawing": (
        (
            "<section><svg><title>密</title><defs><text>密</text></defs><rect style='opacity:0'/><text>题</text>"
            "<g opacity='0'><text>密</text></g><foreignObject width='100%'><p>甲<img src=x></p></foreignObject></svg></section>"
        ),
        f"<p>题</p><p>甲</p><p>{NO_PICTURE}</p>",
    ),
    "picture of a drawing": ("<svg><g><image href='x' /></g></svg>", f"<p>{NO_PICTURE}</p>"),
    "frame of no size in a drawing": (
        "<p>甲</p><svg width=0><foreignObject><p>密</p></foreignObject></svg><svg><foreignObject height=0>密</foreignObject><text>乙</text></svg>",
        "<p>甲</p><p>乙</p>",
    ),
    "letters that are not painted": (
        "<svg fill=none><text>密</text><text fill='#000'>甲</text><foreignObject><p>乙</p></foreignObject></svg>",
        "<p>甲</p><p>乙</p>",
    ),
    "page of an article of WeChat": (
        (
            "<div class='rich_media_content' id='js_content' style='visibility: hidden; opacity: 0;'><p>甲</p>"
            "<p style='visibility:hidden'>密</p><p style='opacity:0'>密</p></div>"
            "<a href='#js_content' style='opacity:0'>密</a><div id=x style='visibility:hidden;opacity:0'>密</div>"
        ),
        "<p>甲</p>",
    ),
    "anchors of a site": (
        "<h2 id='anchor_1'>甲</h2><p id='com_12'>乙<a name='msocom_1'>丙</a></p>",
        "<h2>甲</h2><p>乙丙</p>",
    ),
    **{
        f"clip, {clip}": (f"<p style='clip:rect({clip})'>甲</p>", "<p>甲</p>")
        for clip in ("0px,300px,200px,0px", "0 300px 200px 0", "0,auto,20.5px,auto")
    },
    **{
        f"clip of nothing, {clip}": (
            f"<p style='clip:rect(0,99px,99px,0)'>甲</p><p style='clip:rect({clip})'>密</p>",
            "<p>甲</p>",
        )
        for clip in ("0,0,0,0", "0 0 0 0", "0px,300px,0px,0px", "0,1px,1px,0", "0,0px,300px,0")
    },
    **{
        f"hidden elsewhere, {head}": (
            f"<style{head}{{.b{{display:none}}}}</style><p class=b>甲</p>",
            "<p>甲</p>",
        )
        for head in (
            ">@media print",
            ">@media only print and (color), speech",
            ">@media screen and (max-width: 767.98px)",
            ">@media (width <= 600px)",
            ">@supports (a:b) { .x {color:red} @media print",
            " media='print'>@media all",
        )
    },
    **{
        f"hidden on the screen, {head}": (
            f"<style{head}{{.b{{display:none}}}} @media print{{.c{{display:none}}}}</style><p class=c>甲</p><p class=b>密</p>",
            "<p>甲</p>",
        )
        for head in (
            ">@media not print",
            ">@media print, screen",
            ">@media (max-width: 1920px)",
            ">@media print {.b{color:red}} @media all",
            ">@media (min-width:600px)",
            ">.mediabox {color:red} @media all",
        )
    },
    "shown elsewhere only, by the medium": (
        "<style>.b {display:none} @media print {.b {display:block}}</style><p>甲</p><p class=b>密</p>",
        "<p>甲</p>",
    ),
}
