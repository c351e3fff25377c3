"""What of a paste from Word, WPS or WeChat is private or has a meaning: data for server and editor.

Both describe each element in one line of small letters without quotes, as
`span .msodel #_com_1 [hidden] ;display:none;font-size:0pt;`: its tag, its classes, its anchors (id,
name and the fragment of its link), and its declarations sorted by property. The patterns are searched
in this line and are written so that Python and JavaScript read them alike.
"""

import re

ZERO = r"(?:0+(?:\.0*)?|\.0+)"
# the box in which the page of a WeChat article keeps its text unseen until a script shows it
UNAWAITED = r"^(?!div (?:\.\S* )*#js_content )[\s\S]*"
LENGTH = r"(?:auto|[1-9]\d+(?:\.\d+)?[a-z]+)"
# a clip with an extent from the upper left corner
SHOWING = rf"0[a-z]*,?{LENGTH},?{LENGTH},?(?:0[a-z]*|auto)?\)"
CLEAR = rf"(?:none|transparent|rgba\([^)]*,{ZERO}\))"
# media that are no screen, and screens narrower than those on which articles are written
ELSEWHERE = (
    r"(?:(?:only)?(?!not|only|all|screen)[a-z][^,]*"
    r"|(?!not)[^,]*(?:max-(?:device-)?width:|width<=?)(?:\d{1,3}(?:\.\d+)?px|[1-5]?\d(?:\.\d+)?r?em)[^,]*)"
)

NEVER = (
    # tracked deletions, metadata, and what a browser shows to nobody
    r"^(w:)?(del|movefrom) ",
    r"^(xml|head|style|script|title|template|noscript|select|datalist|textarea) ",
    r"^(desc|metadata|defs|symbol|clippath|mask|pattern|marker) ",
    # classes and anchors of deletions and review comments
    r" \.mso(del|movefrom|com)",
    r" #_(mso)?(com|anchor)_\d",
    r";mso-(element|special-character):comment",
    # hidden text
    r" \[hidden\] ",
    r";mso-hide:all;",
    r";display:none;",
    rf"{UNAWAITED};opacity:{ZERO}%?;",
    rf";fill-opacity:{ZERO}%?;",
    r";transform:scale\(0(,0)?\);",
    rf";clip:rect\((?!{SHOWING})0",
    # A box of no height may keep its shape, and what it shows, by its padding.
    rf";(max-)?height:{ZERO}[a-z%]*;(.*;)?overflow(-y)?:hidden;(?!(.*;)?padding(-top|-bottom)?:[^;]*[1-9])",
    rf";overflow(-x)?:hidden;(.*;)?width:{ZERO}[a-z%]*;",
    r";(left|right|top|text-indent):-\d{4}",
)

RULES = {
    "never": "|".join(NEVER),
    # letters in the colour of their ground
    "merged": r";background(-color)?:((?!inherit|initial|unset|revert|transparent)[^;]+);(.*;)?color:\2;",
    # the colours inside such a box, until a child says others
    "ink": r";color:(?!inherit|unset|currentcolor)([^;]+);",
    "ground": rf"^[\s\S]*;background(?:-color|-image)?:(?!inherit|initial|unset|revert|{CLEAR};)([^;]+);",
    # Without its spaces, a stop of a gradient at 10% is written `#c0010%`.
    "colour": (
        r"#(?:[\da-f]{6}|[\da-f]{3})(?=\d{1,3}(?:\.\d+)?%)|#[\da-f]+"
        r"|(?:rgba?|hsla?|var|mix)\([^)]*\)|(?!currentcolor)[a-z]+(?![-a-z_(])"
    ),
    "pictured": r"url\([^)]",
    # Inherited, so a child may show itself again: 135-style editors set 0 on a box and 16px on its text.
    "tiny": rf";font(-size)?:({ZERO}(?![\d.])|(0?\.\d+|1(\.0+)?)(px|pt)?[;/])",
    "readable": r";font:|;font-size:(?!inherit|[\d.]+(em|%))",
    "unseen": rf"{UNAWAITED};visibility:(hidden|collapse);",
    "seen": r";visibility:visible;",
    # letters of a drawing that are not painted
    "unfilled": rf"^(svg|g|switch|a|text|tspan|textpath) .*;fill:{CLEAR};",
    "filled": r"^foreignobject |;fill:(?!inherit|unset)",
    # what no HTML is, and HTML within it
    "drawing": r"^svg ",
    "framed": r"^foreignobject ",
    # text whose lines end where they end in the source
    "lined": r"^pre (?!.*;white-space)|;white-space(-collapse)?:(pre|break-spaces)",
    "flowed": r";white-space(-collapse)?:",
    # of a style sheet or `@media` that is not for the screen
    "elsewhere": rf"^(?:@media|<(?:(?!media=).)*media=){ELSEWHERE}(?:,{ELSEWHERE})*$",
    # of a `<col>`
    "column": rf";display:none;|;visibility:collapse;|;width:{ZERO}[a-z%]*;",
    # A selector of a tag, classes and ids, without pseudo-classes and attributes.
    "compound": r"^(\*|[a-z][^.#:\[\]()*]*)?([.#][^.#:\[\]()*]+)*$",
    "symbols": r";(font-family|mso-symbol-font-family):(wingdings|webdings|symbol|monotypesorts)[\d,;]",
    "letters": r";font(-family)?:",
    "field": r";mso-element:field-(begin|separator|end);",
    "block": r"^(p|h\d|li|td|th|div|section|table|t(head|body|foot|r)|ul|ol|blockquote|pre|foreignobject) ",
    "heading": r" \.msoheading(\d)|;mso-outline-level:(\d);| \.mso(title) ",
    "media": r"^(video|audio|iframe|embed|object|qqmusic|mpvoice|mpvideo|mpvideosnap|mp-common-(mpaudio|videosnap)) ",
    "picture": r"^(img|image|v:imagedata) ",
    "strike": r"^(s|strike) |;text-decoration(-line)?:[^;]*line-through",
    "raised": r"^sup |;vertical-align:super;",
    "lowered": r"^sub |;vertical-align:sub;",
    "item": r" \.msolistparagraph|;mso-list:l\d",
    "level": r";mso-list:\w*level(\d)",
    "marker": r";mso-list:ignore;",
    # What a marker without the symbol font may be; “一、” and “(1)” stay as they are written.
    "number": r"^(\d{1,4})[.．、)）]?$",
    "bullet": r"^[·•●○■□◆◇▪▫–*oØ§ü-]$",
    # Signs of the symbol fonts that start an item in any paragraph.
    "sign": r"^[lnuvqw§Øü¨o·]$",
}

IS = {name: re.compile(rule) for name, rule in RULES.items()}

# What the letters of a symbol font show; a sign that is not here is dropped.
SIGNS = {
    "wingdings": dict(zip("lnuvqw§Øüûþýo¨àßáâJ(*", "●■◆❖❑◆▪➢✓✗☑☒□□→←↑↓☺☎✉", strict=True)),
    "symbol": {
        **{sign: sign for sign in "0123456789+-=/()[]{}<>.,:;!%"},
        **dict(zip("abcdefghiklmnopqrstuwxyz", "αβχδεφγηικλμνοπθρστυωξψζ", strict=True)),
        **dict(zip("DFGLPQSWXY", "ΔΦΓΛΠΘΣΩΞΨ", strict=True)),
        **dict(zip("·´¸£³¹»¥Ö®°±", "•×÷≤≥≠≈∞√→°±", strict=True)),
    },
}
