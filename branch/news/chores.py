from branch.core.contributions import Chore

from .actions import make_missing_webp


class MissingWebp(Chore):
    key, title = "news.missing_webp", "图片缺少的尺寸"

    def run(self, *, at):
        return make_missing_webp()
