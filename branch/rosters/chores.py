from branch.core.contributions import Chore

from .actions import forget_imports


class ForgottenImports(Chore):
    key, title = "rosters.forgotten_imports", "超过一天的名册文件"

    def run(self, *, at):
        return forget_imports(at=at)
