"""The back office: reference data only, for those the role table lets in, with a trace."""

import pytest
from django.apps import apps
from django.urls import reverse

from branch.core.admin import site
from branch.core.models import AuditEvent, Figure, SiteProfile
from branch.core.public import touch

pytestmark = pytest.mark.django_db
INDEX = reverse("admin:index")


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("secretary", 200),
        ("administrator", 200),
        ("committee", 403),
        ("editor", 403),
        ("counsellor", 403),
        ("teacher", 403),
    ],
)
def test_the_role_table_says_who_enters(client, request, who, status):
    client.force_login(request.getfixturevalue(who))

    assert client.get(INDEX, follow=True).status_code == status


def test_a_stranger_signs_in_at_the_portals_own_door(client):
    answer = client.get(INDEX, follow=True)

    assert answer.redirect_chain[-1][0].startswith(f"{reverse('login')}?next=")


def test_the_administrator_keeps_the_site_profile_and_leaves_a_trace(client, administrator):
    client.force_login(administrator)
    address = reverse("admin:core_siteprofile_change", args=[1])
    form = client.get(address).context["adminform"].form

    client.post(address, form.initial | {"icp": "×ICP备1号"})

    assert SiteProfile.current().icp == "×ICP备1号"
    event = AuditEvent.objects.get(verb="siteprofile.changed")
    assert (event.actor, event.target_id) == (administrator, "1")


def test_what_the_administrator_changes_the_public_sees_at_once(client, administrator):
    client.force_login(administrator)
    address = reverse("admin:core_siteprofile_change", args=[1])
    form = client.get(address).context["adminform"].form
    client.get("/about/")
    touch()

    client.post(address, form.initial | {"address": "桂花路 9 号"})

    assert SiteProfile.current().public_stamp == 3
    assert "桂花路 9 号" in client.get("/about/").content.decode()


def test_the_secretary_sets_a_figure_under_the_own_name(client, secretary):
    client.force_login(secretary)

    client.post(
        reverse("admin:core_figure_add"),
        {
            "key": "walkins.contact_days",
            "value": "20",
            "from_on": "2026-11-01",
            "why": "支委会决定",
        },
    )

    figure = Figure.objects.get()
    assert (figure.value, figure.set_by) == (20, secretary)


def test_no_registered_model_leads_to_a_student_or_a_family():
    """Walking every foreign key of what the back office lists never meets one of them."""
    guarded = {apps.get_model("school", name) for name in ("Student", "Family", "Guardian")}
    seen, waiting = set(), [model for model in apps.get_models() if site.is_registered(model)]
    while waiting:
        model = waiting.pop()
        if model not in seen:
            seen.add(model)
            waiting += [
                field.related_model
                for field in model._meta.get_fields()
                if field.is_relation and not field.auto_created
            ]

    assert SiteProfile in seen
    assert seen.isdisjoint(guarded)
