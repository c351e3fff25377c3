from branch.core.contributions import Chore

from .models import SignInLink, SignInTries


class SpentLinks(Chore):
    key, title = "accounts.spent_links", "过期的登录条"

    def run(self, *, at):
        return SignInLink.objects.spent_at(at).delete()[0]


class OldTries(Chore):
    key, title = "accounts.old_tries", "过时的登录尝试"

    def run(self, *, at):
        return SignInTries.objects.over_at(at).delete()[0]
