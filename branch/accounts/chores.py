from branch.core.contributions import Chore

from .models import SignInLink


class SpentLinks(Chore):
    key, title = "accounts.spent_links", "过期的登录条"

    def run(self, *, at):
        return SignInLink.objects.spent_at(at).delete()[0]
