from branch.core.figures import FigureSpec

WATERED = FigureSpec("garden.watered_days", "多久浇一次水", "天", 7, "花圃约定")
