"""What goes with an article's draft."""

from branch.core.consequences import Consequence, Follow


class DraftIsDeleted(Consequence):
    key = step = "news.discard"

    def follows(self, article, *, on, by):
        photos, files = article.photos.count(), article.files.count()
        counted = [(photos, "张图片"), (files, "份附件")]
        lost = "、".join(f"{count} {unit}" for count, unit in counted if count)
        kept = "原文不受影响。" if article.corrects_id else ""
        return [Follow(f"正文{'和 ' + lost if lost else ''}一起删除，不能恢复。{kept}")]
