from branch.core.contributions import Todo, TodoSource

from .models import DueDeletion


class Deletions(TodoSource):
    """For the committee: how many records are deleted within 30 days, as the last `tick` counted them."""

    key, order = "walkins.due_deletions", 80

    def todos(self, user, *, at, site):
        if not user.has_perm("walkins.add_familypairing"):
            return
        if due := DueDeletion.says():
            yield Todo(
                title=f"30 天内将到期删除：{due}",
                note="学生离校、学年结束满保存期限的，自动删除。要留档的台账，请先导出。",
                tag="到期",
            )
