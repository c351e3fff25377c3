import pytest
from django.urls import reverse

from branch.core.display import COOKIE
from branch.portal.views.styleguide import PAGES

pytestmark = pytest.mark.django_db


@pytest.fixture
def _in_development(settings):
    settings.DEBUG = True


@pytest.mark.usefixtures("_in_development")
@pytest.mark.parametrize("page", PAGES)
def test_each_page_of_the_guide_is_one_document_with_one_title(client, page):
    html = client.get(reverse("portal:styleguide-page", args=[page])).content.decode()

    assert html.count("<h1") == 1
    assert html.count("<main") == 1


@pytest.mark.usefixtures("_in_development")
def test_the_page_carries_what_the_reader_chose_without_a_script(client):
    client.cookies[COOKIE] = "xl.high.l"

    html = client.get(reverse("portal:styleguide-page", args=["article"])).content.decode()

    assert '<html lang="zh-CN" data-size="xl" data-contrast="high">' in html
    assert 'class="gq-body" data-fs="l"' in html


@pytest.mark.usefixtures("_in_development")
def test_the_guide_has_no_other_page(client):
    assert client.get(reverse("portal:styleguide-page", args=["secrets"])).status_code == 404


def test_nobody_meets_it_outside_development(client):
    assert client.get(reverse("portal:styleguide")).status_code == 404
