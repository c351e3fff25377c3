"""The admin site for reference data: the site's profile, figures, and models that apps register.

No registered model has a relation that leads to a student or a family.
"""

from decimal import Decimal

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils import timezone

from .figures import in_force
from .models import AuditEvent, Figure, SiteProfile
from .models.figures import DECLARED, plain
from .public import touch


class ReferenceSite(admin.AdminSite):
    """The admin site, for users with `core.use_admin`; they sign in on the portal's own page."""

    site_title = site_header = "基础资料"
    index_title = "可维护的资料"
    site_url = "/desk/"
    # a handful of lists, which the index names
    enable_nav_sidebar = False

    def get_urls(self):
        """The admin's addresses without those that the portal replaces or does not use."""
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
        """Redirect to the index or refuse; only signed-in users get here, see `SignInRequired`."""
        if self.has_permission(request):
            return redirect("admin:index")
        raise PermissionDenied


site = ReferenceSite(name="admin")


class ReferenceAdmin(admin.ModelAdmin):
    """The admin of a reference model: validates the whole row, records an `AuditEvent`, expires pages."""

    view_on_site = False
    show_facets = admin.ShowFacets.NEVER

    def save_model(self, request, obj, form, change):
        """Validate and save; of an existing row only changed fields, as others may have changed meanwhile."""
        obj.full_clean()
        obj.save(update_fields=form.changed_data if change else None)
        verb = "changed" if change else "added"
        AuditEvent.record(
            actor=request.user, verb=f"{obj._meta.model_name}.{verb}", target=obj, says=str(obj)
        )
        touch()

    def has_delete_permission(self, request, obj=None):
        """False: records of past years refer to reference rows, which are renamed instead."""
        return False


@admin.register(SiteProfile, site=site)
class SiteProfileAdmin(ReferenceAdmin):
    def has_add_permission(self, request):
        return False


class PlainNumber(forms.NumberInput):
    """A number without zeros after it: 120 for 120.00."""

    def format_value(self, value):
        return str(plain(value)) if isinstance(value, Decimal) else super().format_value(value)


class OfFigure(admin.SimpleListFilter):
    """Narrows the values to those of one figure, by its name."""

    title, parameter_name = "规定", "key"

    def lookups(self, request, model_admin):
        return [(spec.key, spec.label) for spec in DECLARED.values()]

    def queryset(self, request, queryset):
        return queryset.filter(key=self.value()) if self.value() else queryset


@admin.register(Figure, site=site)
class FigureAdmin(ReferenceAdmin):
    """规定数: the values in force today, then every value the school set."""

    list_display = ["named", "valued", "from_on", "why", "set_by"]
    list_filter = [OfFigure]
    exclude = ["set_by"]
    change_list_template = "admin/figures.html"

    @admin.display(description="规定", ordering="key")
    def named(self, row):
        return row.label

    @admin.display(description="数值")
    def valued(self, row):
        return row.amount

    def changelist_view(self, request, extra_context=None):
        today = timezone.localdate()
        shown = {"in_force": in_force(on=today), "today": today}
        return super().changelist_view(request, (extra_context or {}) | shown)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "value":
            kwargs["widget"] = PlainNumber
        if db_field.name != "key":
            return super().formfield_for_dbfield(db_field, request, **kwargs)
        named = [(spec.key, f"{spec.label}（{spec.unit}）") for spec in DECLARED.values()]
        return forms.ChoiceField(label="规定", choices=[("", "请选择"), *named])

    def save_model(self, request, obj, form, change):
        obj.set_by = request.user
        form.changed_data.append("set_by")
        super().save_model(request, obj, form, change)
