from branch.core.contributions import Entry, menu

menu(Entry("导入名册", "up", "rosters:import-list", 440, "rosters.view_importbatch", "支部管理"))
