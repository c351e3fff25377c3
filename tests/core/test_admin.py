"""The back office: reference data only, for those the role table lets in, with a trace."""

from datetime import date

import pytest
from django.apps import apps
from django.urls import reverse

from branch.core.admin import site
from branch.core.models import AuditEvent, Figure, SiteProfile
from branch.core.public import touch

pytestmark = pytest.mark.django_db
INDEX = reverse("admin:index")
PEOPLE = ("secretary", "administrator", "committee", "editor", "counsellor", "teacher")
PAGES = ("changelist", "add", "history", "delete", "change")


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


def test_a_row_kept_open_does_not_write_back_what_moved_meanwhile(client, administrator):
    client.force_login(administrator)
    address = reverse("admin:core_siteprofile_change", args=[1])
    form = client.get(address).context["adminform"].form
    request, profile = client.get(address).wsgi_request, SiteProfile.current()
    bound = type(form)(form.initial | {"icp": "×ICP备1号"}, instance=profile)
    assert bound.is_valid()
    SiteProfile.objects.update(public_stamp=9, office_phone="8555-0100")

    site.get_model_admin(SiteProfile).save_model(request, profile, bound, change=True)

    now = SiteProfile.current()
    assert (now.icp, now.office_phone, now.public_stamp) == ("×ICP备1号", "8555-0100", 10)


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        ({"key": "walkins.contact_dais"}, {"key"}),
        ({"value": "-1"}, {"__all__"}),
    ],
)
def test_a_figure_nobody_declared_or_below_nothing_is_refused(client, secretary, said, refused):
    client.force_login(secretary)
    given = {"key": "walkins.contact_days", "value": "20", "from_on": "2026-11-01", "why": "决定"}

    page = client.post(reverse("admin:core_figure_add"), given | said)

    assert set(page.context["adminform"].form.errors) == refused
    assert not Figure.objects.exists()


def test_a_figure_is_corrected_under_the_name_of_who_did_it(client, secretary, administrator):
    figure = Figure.objects.create(
        key="walkins.contact_days",
        value=20,
        from_on=date(2026, 11, 1),
        why="决定",
        set_by=administrator,
    )
    client.force_login(secretary)
    address = reverse("admin:core_figure_change", args=[figure.pk])
    form = client.get(address).context["adminform"].form

    client.post(address, form.initial | {"value": "25"})

    figure.refresh_from_db()
    assert (figure.value, figure.set_by) == (25, secretary)


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


KEPT = {
    "activities_programme": "secretary",
    "core_figure": "secretary",
    "core_siteprofile": "administrator",
    "members_standard": "secretary",
    "news_column": "secretary",
    "school_subject": "secretary",
}
IN = {"secretary", "administrator"}
NOWHERE = {"core_siteprofile_add", *(f"{name}_delete" for name in KEPT)}
EVERY_PAGE = {f"{name}_{page}" for name in KEPT for page in PAGES}


def test_the_back_office_has_these_addresses_and_no_others():
    found = set()
    for entry in site.get_urls():
        found |= {url.name for url in getattr(entry, "url_patterns", [entry])}

    assert found - {None} == EVERY_PAGE | {"index", "login", "logout", "jsi18n", "app_list"}


@pytest.mark.parametrize("name", sorted(EVERY_PAGE))
def test_a_page_of_the_back_office_opens_for_who_keeps_those_rows(client, request, name):
    model_name, _, page = name.rpartition("_")
    people = {who: request.getfixturevalue(who) for who in PEOPLE}
    args = [] if page in ("changelist", "add") else [_row(model_name, people["secretary"]).pk]
    found = {}
    for who, user in people.items():
        client.force_login(user)
        found[who] = client.get(reverse(f"admin:{name}", args=args), follow=True).status_code

    may = set() if name in NOWHERE else {KEPT[model_name]}
    assert found == {who: 200 if who in may else 403 for who in PEOPLE}


@pytest.mark.parametrize(
    ("name", "kwargs", "may"),
    [
        ("index", {}, IN),
        ("jsi18n", {}, IN),
        ("app_list", {"app_label": "core"}, IN),
        ("app_list", {"app_label": "news"}, {"secretary"}),
    ],
)
def test_the_pages_beside_them_open_for_whoever_enters(client, request, name, kwargs, may):
    found = set()
    for who in PEOPLE:
        client.force_login(request.getfixturevalue(who))
        answer = client.get(reverse(f"admin:{name}", kwargs=kwargs), follow=True)
        found |= {who} if answer.status_code == 200 else set()

    assert found == may


def _row(model_name, user):
    """One that stands, or the first of its kind."""
    model = apps.get_model(model_name.replace("_", "."))
    given = {
        "core_figure": {"key": "x", "value": 1, "from_on": date(2026, 11, 1), "set_by": user},
        "school_subject": {"name": "语文"},
    }
    return model.objects.first() or model.objects.create(**given.get(model_name, {}))


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
