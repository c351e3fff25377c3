from branch.core.contributions import Entry, menu, tabs

menu(Entry("落实情况", "target", "coverage:board", 410, "coverage.view_coverage", "支部管理"))
tabs(Entry("落实", "target", "coverage:board", 410, "coverage.view_coverage"))
