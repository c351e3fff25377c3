from django.core.files.base import ContentFile

from branch.core.spreadsheet import workbook_bytes
from branch.operations.job import job

from .models import Plant

COLUMNS = [("名称", 10), ("认养人", 20)]


@job("garden.labels", title="制作花牌", permission="garden.view_plant")
def make_labels(run):
    plants = Plant.objects.prefetch_related("adopters")
    rows = [[plant.name, plant.adopted_by] for plant in plants]
    table = workbook_bytes(title="花牌", head=[], columns=COLUMNS, rows=rows, foot=[])
    shown = {pk for plant in plants for pk in plant.student_ids}
    run.finish_with(ContentFile(table, name="花牌.xlsx"), subjects={"student": shown})
