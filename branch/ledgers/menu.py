from branch.core.contributions import Entry, menu

menu(Entry("台账", "file", "ledgers:ledger-list", 430, "ledgers.view_ledger", "支部管理"))
