from branch.core.contributions import Chore

from .actions import forget_jobs, take_up_abandoned


class AbandonedJobs(Chore):
    key, title = "operations.abandoned_jobs", "中断后接着办的后台任务"

    def run(self, *, at):
        return take_up_abandoned(at=at)


class OldJobs(Chore):
    key, title = "operations.old_jobs", "过期的后台任务"

    def run(self, *, at):
        return forget_jobs(at=at)
