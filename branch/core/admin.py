"""The back office for reference data: the site's profile, figures, and what other apps list here.

No model registered anywhere has a path to a student or a family.
"""

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect

from .figures import DECLARED
from .models import AuditEvent, Figure, SiteProfile
from .public import touch


class ReferenceSite(admin.AdminSite):
    """Open to whoever may `core.use_admin`; people sign in at the portal's own door."""

    site_title = site_header = "基础资料"
    index_title = "可维护的资料"
    site_url = "/desk/"

    def get_urls(self):
        """The index, the registered models, and what their pages name; the portal has the rest itself."""
        unused = (
            "password_change",
            "password_change_done",
            "autocomplete",
            "view_on_site",
        )
        return [url for url in super().get_urls() if getattr(url, "name", None) not in unused]

    def has_permission(self, request):
        return request.user.has_perm("core.use_admin")

    def login(self, request, extra_context=None):
        """Reached by those already signed in: the portal's door stands before this one."""
        if self.has_permission(request):
            return redirect("admin:index")
        raise PermissionDenied


site = ReferenceSite(name="admin")


class ReferenceAdmin(admin.ModelAdmin):
    """Validated as a whole and written down: who changed which row; the public sees it at once."""

    view_on_site = False

    def save_model(self, request, obj, form, change):
        """Of a row that stands, only what was changed is written: the rest may have moved meanwhile."""
        obj.full_clean()
        obj.save(update_fields=form.changed_data if change else None)
        verb = "changed" if change else "added"
        AuditEvent.record(
            actor=request.user, verb=f"{obj._meta.model_name}.{verb}", target=obj, says=str(obj)
        )
        touch()

    def has_delete_permission(self, request, obj=None):
        """Reference rows are pointed at by records of years; they are renamed, not removed."""
        return False


@admin.register(SiteProfile, site=site)
class SiteProfileAdmin(ReferenceAdmin):
    def has_add_permission(self, request):
        return False


@admin.register(Figure, site=site)
class FigureAdmin(ReferenceAdmin):
    list_display = ["key", "value", "from_on", "why"]
    list_filter = ["key"]
    exclude = ["set_by"]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name != "key":
            return super().formfield_for_dbfield(db_field, request, **kwargs)
        named = [(spec.key, f"{spec.label}（{spec.unit}）") for spec in DECLARED.values()]
        return forms.ChoiceField(label="规定", choices=[("", "请选择"), *named])

    def save_model(self, request, obj, form, change):
        obj.set_by = request.user
        form.changed_data.append("set_by")
        super().save_model(request, obj, form, change)
