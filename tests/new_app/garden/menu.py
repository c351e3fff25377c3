from branch.core.contributions import Entry, menu, quick

menu(Entry("花圃", "heart", "garden:plant-list", 900, "garden.view_plant", "校园"))
quick(Entry("种一棵", "plus", "garden:plant-list", 900, "garden.change_plant"))
