from django.contrib import admin

from branch.core.admin import ReferenceAdmin, site

from .models import Subject


@admin.register(Subject, site=site)
class SubjectAdmin(ReferenceAdmin):
    list_display = ["name", "order"]
