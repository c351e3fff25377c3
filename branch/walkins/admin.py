from django.contrib import admin

from branch.core.admin import ReferenceAdmin, site

from .models import SessionTheme


@admin.register(SessionTheme, site=site)
class SessionThemeAdmin(ReferenceAdmin):
    list_display = ["name", "about", "order", "is_active"]
    list_filter = ["is_active"]
