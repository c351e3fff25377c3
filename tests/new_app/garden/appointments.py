from branch.school.appointments import Finding, HeadCheck

from .models import Plant


class KeepsAPlant(HeadCheck):
    key = "garden.keeps_a_plant"

    def finding(self, staff, *, on):
        plant = Plant.objects.filter(keeper=staff.user_id).first()
        return Finding(f"{staff}照看{plant}，请安排人接手。") if plant else None
