"""What of a paste from Word, WPS or WeChat is private or has a meaning: data for server and editor.

Both describe each element in one line of small letters without quotes, as
`span .msodel #_com_1 [hidden] ;display:none;font-size:0pt;`: its tag, its classes, its anchors (id,
name and the fragment of its link), and its declarations sorted by property. The patterns are searched
in this line and are written so that Python and JavaScript read them alike.
"""

ZERO = r"(?:0+(?:\.0*)?|\.0+)"

NEVER = (
    # tracked deletions, metadata, and what a browser shows to nobody
    r"^(w:)?(del|movefrom) ",
    r"^(xml|head|style|script|title|template|noscript|select|datalist|textarea) ",
    # classes and anchors of deletions and review comments
    r" \.mso(del|movefrom|com)",
    r" #_?(mso)?(com|anchor)_\d",
    r";mso-(element|special-character):comment",
    # hidden text
    r" \[hidden\] ",
    r";mso-hide:all;",
    r";display:none;",
    rf";opacity:{ZERO}%?;",
    r";transform:scale\(0(,0)?\);",
    r";clip:rect\(0",
    # A box of no height may keep its shape, and what it shows, by its padding.
    rf";(max-)?height:{ZERO}[a-z%]*;(.*;)?overflow(-y)?:hidden;(?!(.*;)?padding(-top|-bottom)?:[^;]*[1-9])",
    rf";overflow(-x)?:hidden;(.*;)?width:{ZERO}[a-z%]*;",
    r";(left|right|top|text-indent):-\d{4}",
)

RULES = {
    "never": "|".join(NEVER),
    # letters in the colour of their ground
    "merged": r";background(-color)?:((?!inherit|initial|unset|revert|transparent)[^;]+);(.*;)?color:\2;",
    # Inherited, so a child may show itself again: 135-style editors set 0 on a box and 16px on its text.
    "tiny": rf";font(-size)?:({ZERO}(?![\d.])|(0?\.\d+|1(\.0+)?)(px|pt)?[;/])",
    "readable": r";font:|;font-size:(?!inherit|[\d.]+(em|%))",
    "unseen": r";visibility:(hidden|collapse);",
    "seen": r";visibility:visible;",
    # of a `<col>`
    "column": rf";display:none;|;visibility:collapse;|;width:{ZERO}[a-z%]*;",
    # A selector of a tag, classes and ids, without pseudo-classes and attributes.
    "compound": r"^(\*|[a-z][^.#:\[\]()*]*)?([.#][^.#:\[\]()*]+)*$",
    "symbols": r";(font-family|mso-symbol-font-family):(wingdings|webdings|symbol|monotypesorts)[\d,;]",
    "letters": r";font(-family)?:",
    "field": r";mso-element:field-(begin|separator|end);",
    "block": r"^(p|h\d|li|td|th|div|section|table|ul|ol|blockquote) ",
    "heading": r" \.msoheading(\d)|;mso-outline-level:(\d);| \.mso(title) ",
    "media": r"^(video|audio|iframe|embed|object|qqmusic|mpvoice|mpvideo|mpvideosnap|mp-common-(mpaudio|videosnap)) ",
    "picture": r"^(img|v:imagedata) ",
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
