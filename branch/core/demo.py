from branch.core.contributions import DemoPart

from .publishing import publish_finished


class PublicFigures(DemoPart):
    """The finished months of the school year, as published."""

    key, title, order = "core.public_figures", "公开数字", 910

    def build(self, school):
        publish_finished(at=school.now)
