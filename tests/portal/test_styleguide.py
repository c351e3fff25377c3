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
def test_each_page_of_the_style_guide_has_one_heading_and_one_main(client, page):
    html = client.get(reverse("portal:styleguide-page", args=[page])).content.decode()

    assert html.count("<h1") == 1
    assert html.count("<main") == 1


@pytest.mark.usefixtures("_in_development")
def test_the_page_has_the_readers_display_settings(client):
    client.cookies[COOKIE] = "xl.high.l"

    html = client.get(reverse("portal:styleguide-page", args=["article"])).content.decode()

    assert '<html lang="zh-CN" data-size="xl" data-contrast="high">' in html
    assert 'class="gq-body" data-fs="l"' in html


@pytest.mark.usefixtures("_in_development")
def test_an_unknown_page_of_the_style_guide_is_a_404(client):
    assert client.get(reverse("portal:styleguide-page", args=["secrets"])).status_code == 404


def test_the_style_guide_is_a_404_outside_development(client):
    assert client.get(reverse("portal:styleguide")).status_code == 404
