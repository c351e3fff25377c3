from branch.core.contributions import Entry, menu, quick, tabs

menu(Entry("文章", "book", "news:desk", 220, "news.view_article", "支部工作"))
quick(Entry("写文章", "edit", "news:article-create", 220, "news.add_article"))
tabs(Entry("文章", "book", "news:desk", 420, "news.view_article"))
