from django.contrib import admin

from branch.core.admin import ReferenceAdmin, site

from .models import Standard


@admin.register(Standard, site=site)
class StandardAdmin(ReferenceAdmin):
    list_display = ["__str__", "code", "description", "order"]
