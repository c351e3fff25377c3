from django.urls import reverse

from branch.core.contributions import Todo, TodoSource

from .models import ImportBatch


class UnfinishedImports(TodoSource):
    """Rosters whose import or undo stopped half-way."""

    key, order = "rosters.unfinished", 30

    def todos(self, user, *, at, site):
        if not user.has_perm("rosters.view_importbatch"):
            return
        for batch in ImportBatch.objects.visible_to(user).unfinished():
            is_writing = batch.state == ImportBatch.State.WRITING
            yield Todo(
                title=f"继续{'导入' if is_writing else '撤销'}：{batch}",
                note="上次没有办完，已办的不会重复。",
                url=reverse("rosters:import-detail", args=[batch.pk]),
                button="继续",
                tag="未完成",
            )
