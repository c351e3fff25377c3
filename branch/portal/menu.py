from branch.core.contributions import Entry, menu, tabs

DESK = Entry("工作台", "home", "portal:desk", 0)

menu(DESK)
tabs(DESK)
