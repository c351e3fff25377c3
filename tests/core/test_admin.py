"""The admin site: reference data only, for users with permission, with an audit event for each change."""

import re
from datetime import date

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils.html import strip_tags

from branch.core.admin import site
from branch.core.figures import DECLARED
from branch.core.models import AuditEvent, Figure, SiteProfile
from branch.core.public import touch
from branch.news.models import Column

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
def test_only_the_secretary_and_the_administrator_may_enter(client, request, who, status):
    client.force_login(request.getfixturevalue(who))

    assert client.get(INDEX, follow=True).status_code == status


def test_an_anonymous_user_is_redirected_to_the_portals_sign_in(client):
    answer = client.get(INDEX, follow=True)

    assert answer.redirect_chain[-1][0].startswith(f"{reverse('login')}?next=")


def test_a_change_of_the_site_profile_is_recorded(client, administrator):
    client.force_login(administrator)
    address = reverse("admin:core_siteprofile_change", args=[1])
    form = client.get(address).context["adminform"].form

    client.post(address, form.initial | {"icp": "×ICP备1号"})

    assert SiteProfile.current().icp == "×ICP备1号"
    event = AuditEvent.objects.get(verb="siteprofile.changed")
    assert (event.actor, event.target_id) == (administrator, "1")


def test_a_change_of_the_site_profile_expires_cached_pages(client, administrator):
    client.force_login(administrator)
    address = reverse("admin:core_siteprofile_change", args=[1])
    form = client.get(address).context["adminform"].form
    client.get("/about/")
    touch()

    client.post(address, form.initial | {"address": "桂花路 9 号"})

    assert SiteProfile.current().public_stamp == 3
    assert "桂花路 9 号" in client.get("/about/").content.decode()


def test_saving_a_form_writes_only_changed_fields(client, administrator):
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
    ("changed", "refused"),
    [
        ({"key": "walkins.contact_dais"}, {"key"}),
        ({"value": "-1"}, {"__all__"}),
    ],
)
def test_an_undeclared_or_negative_figure_is_refused(client, secretary, changed, refused):
    client.force_login(secretary)
    given = {"key": "walkins.contact_days", "value": "20", "from_on": "2026-11-01", "why": "决定"}

    page = client.post(reverse("admin:core_figure_add"), given | changed)

    assert set(page.context["adminform"].form.errors) == refused
    assert not Figure.objects.exists()


def test_a_corrected_figure_names_the_person_who_corrected_it(client, secretary, administrator):
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


def test_a_new_figure_names_the_person_who_set_it(client, secretary):
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


EDITOR_OF = {
    "activities_programme": "secretary",
    "core_figure": "secretary",
    "core_siteprofile": "administrator",
    "members_standard": "secretary",
    "news_column": "secretary",
    "school_subject": "secretary",
    "walkins_sessiontheme": "secretary",
}
ENTERING = {"secretary", "administrator"}
NOWHERE = {"core_siteprofile_add", *(f"{name}_delete" for name in EDITOR_OF)}
EVERY_PAGE = {f"{name}_{page}" for name in EDITOR_OF for page in PAGES}


def test_the_admin_site_has_these_addresses_and_no_others():
    found = set()
    for entry in site.get_urls():
        found |= {url.name for url in getattr(entry, "url_patterns", [entry])}

    assert found - {None} == EVERY_PAGE | {"index", "login", "logout", "jsi18n", "app_list"}


@pytest.mark.parametrize("name", sorted(EVERY_PAGE))
def test_an_admin_page_opens_only_for_the_editor_of_its_model(client, request, name):
    model_name, _, page = name.rpartition("_")
    people = {who: request.getfixturevalue(who) for who in PEOPLE}
    args = [] if page in ("changelist", "add") else [_row(model_name, people["secretary"]).pk]
    found = {}
    for who, user in people.items():
        client.force_login(user)
        found[who] = client.get(reverse(f"admin:{name}", args=args), follow=True).status_code

    may = set() if name in NOWHERE else {EDITOR_OF[model_name]}
    assert found == {who: 200 if who in may else 403 for who in PEOPLE}


@pytest.mark.parametrize(
    ("name", "kwargs", "may"),
    [
        ("index", {}, ENTERING),
        ("jsi18n", {}, ENTERING),
        ("app_list", {"app_label": "core"}, ENTERING),
        ("app_list", {"app_label": "news"}, {"secretary"}),
    ],
)
def test_the_general_admin_pages_open_for_users_who_may_enter(client, request, name, kwargs, may):
    found = set()
    for who in PEOPLE:
        client.force_login(request.getfixturevalue(who))
        answer = client.get(reverse(f"admin:{name}", kwargs=kwargs), follow=True)
        found |= {who} if answer.status_code == 200 else set()

    assert found == may


def _row(model_name, user):
    """The first row of the model; created if there is none."""
    model = apps.get_model(model_name.replace("_", "."))
    given = {
        "core_figure": {"key": "x", "value": 1, "from_on": date(2026, 11, 1), "set_by": user},
        "school_subject": {"name": "语文"},
    }
    return model.objects.first() or model.objects.create(**given.get(model_name, {}))


@pytest.fixture
def every_figure(secretary):
    """A value that the school set for each figure."""
    facts = {"value": 120, "from_on": date(2026, 11, 1), "why": "决定", "set_by": secretary}
    return [Figure.objects.create(key=key, **facts) for key in DECLARED]


# walkins.plan_same_class, but not the address of a page or of a script
KEY = re.compile(r"(?<![\w/.-])[a-z]+\.[a-z_]+(?![\w/.(-])")


@pytest.mark.parametrize("who", sorted(ENTERING))
def test_no_page_of_reference_data_shows_a_name_of_the_program(client, request, every_figure, who):
    """Those of a row, too: its page, its history, and what was done to it."""
    client.force_login(request.getfixturevalue(who))
    pages = [INDEX, reverse("admin:app_list", args=["core"])]
    for name in (name for name, editor in EDITOR_OF.items() if editor == who):
        row = _row(name, None)
        pages += [reverse(f"admin:{name}_{page}", args=[row.pk]) for page in ("change", "history")]
        pages += [reverse(f"admin:{name}_changelist")]

    texts = {page: strip_tags(client.get(page, follow=True).content.decode()) for page in pages}

    assert {page: KEY.findall(text) for page, text in texts.items() if KEY.findall(text)} == {}
    assert ".00" not in "".join(texts.values())


def test_the_figures_in_force_are_listed_with_unit_day_and_reason(client, secretary):
    client.force_login(secretary)
    address = reverse("admin:core_figure_changelist")
    empty = strip_tags(client.get(address).content.decode())
    facts = {"from_on": date(2026, 11, 1), "why": "支委会决定", "set_by": secretary}
    Figure.objects.create(key="walkins.contact_days", value=20, **facts)

    listed = strip_tags(client.get(address).content.decode())

    assert "学校还没有写过数值，用的都是默认值。" in empty
    row = "结对后多久没有联系就提醒{} 个上课日{}"
    said = "".join(listed.split())
    assert "".join(row.format(20, "2026-11-01支委会决定").split()) in said
    assert "".join(row.format(30, "默认值").split()) in "".join(empty.split())


def test_a_figure_is_corrected_from_its_plain_value(client, secretary, every_figure):
    client.force_login(secretary)
    address = reverse("admin:core_figure_change", args=[every_figure[0].pk])

    assert 'name="value" value="120"' in client.get(address).content.decode()


def test_no_registered_model_leads_to_a_student_or_a_family():
    """Following every forward relation of the registered models reaches none of them."""
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


@pytest.mark.parametrize("name", ["admin:index", "admin:core_figure_changelist"])
def test_its_pages_are_in_the_look_of_the_portal(client, secretary, name):
    client.force_login(secretary)

    page = client.get(reverse(name)).text

    sheets = re.findall(r'href="/static/([\w/]+\.css)"', page)
    assert sheets[-2:] == ["css/tokens.css", "css/admin.css"]
    assert "admin/css/dark_mode.css" not in sheets
    assert f"{SiteProfile.current().branch_name}<small>基础资料</small>" in page
    assert 'class="gq-mark"' in page


def test_the_index_is_one_list_of_what_one_keeps_and_a_list_is_named_by_it(client, secretary):
    client.force_login(secretary)

    index = client.get(reverse("admin:index")).text
    columns = client.get(reverse("admin:news_column_changelist")).text

    assert "最近动作" not in index
    assert f'<a href="{reverse("admin:news_column_changelist")}">栏目</a>' in index
    assert "<h1>栏目</h1>" in columns
    assert "选择" not in columns.partition("<main")[2].partition("<form")[0]
    assert (index.count("<table"), "nav-sidebar" in columns, "_facets" in columns) == (
        1,
        False,
        False,
    )


def test_a_new_row_keeps_the_filter_and_a_title_keeps_the_name_of_its_row(client, secretary):
    client.force_login(secretary)
    column = Column.objects.create(name="Open Day 开放日", slug="open-day")
    listed = reverse("admin:news_column_changelist")

    text = client.get(listed, {"is_public__exact": "1"}).text
    history = client.get(reverse("admin:news_column_history", args=[column.pk])).text

    assert "/add/?_changelist_filters=is_public__exact%3D1" in text
    assert "<h1>增加栏目</h1>" in client.get(reverse("admin:news_column_add")).text
    assert "Open Day 开放日</h1>" in history
