from django.contrib import admin

from branch.core.admin import ReferenceAdmin, site

from .models import Programme


@admin.register(Programme, site=site)
class ProgrammeAdmin(ReferenceAdmin):
    list_display = ["name", "kind", "area", "audience", "standard", "is_public", "is_active"]
    list_filter = ["area", "is_active"]
