"""The back office for reference data: the site's profile, figures, and what other apps list here.

No model registered anywhere has a path to a student or a family.
"""

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

    def save_model(self, request, obj, form, change):
        obj.full_clean()
        super().save_model(request, obj, form, change)
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
    def save_model(self, request, obj, form, change):
        """The stamp may have moved since the form was opened; it never goes back."""
        obj.refresh_from_db(fields=["public_stamp"])
        super().save_model(request, obj, form, change)

    def has_add_permission(self, request):
        return False


@admin.register(Figure, site=site)
class FigureAdmin(ReferenceAdmin):
    list_display = ["key", "value", "from_on", "why"]
    list_filter = ["key"]
    exclude = ["set_by"]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "key":
            field.help_text = "；".join(
                f"{spec.key}：{spec.label}（{spec.unit}）" for spec in DECLARED.values()
            )
        return field

    def save_model(self, request, obj, form, change):
        obj.set_by = request.user
        super().save_model(request, obj, form, change)
