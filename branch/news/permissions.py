from branch.accounts.roles import ALL, Row

Row(
    "write an article",
    "news.view_article",
    "news.add_article",
    "news.change_article",
    committee=ALL,
    editor=ALL,
)
Row(
    "publish another's article, withdraw one",
    "news.publish_article",
    "news.withdraw_article",
    committee=ALL,
)
Row(
    "say that a picture with pupils agrees with the lists of 肖像同意",
    "news.check_pupils",
    committee=ALL,
)
Row("columns", "news.view_column", "news.add_column", "news.change_column", secretary=ALL)
