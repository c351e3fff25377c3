from django.contrib import admin

from branch.core.admin import ReferenceAdmin, site

from .models import Column


@admin.register(Column, site=site)
class ColumnAdmin(ReferenceAdmin):
    list_display = ["name", "parent", "slug", "order", "is_public", "is_co_published"]
    list_select_related = ["parent"]
    list_filter = ["is_public"]
