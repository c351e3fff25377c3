"""A form sent again is a replay if it is equal to the first, for a stranger too."""

from uuid import uuid4

import pytest
from django import forms
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages import get_messages
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.http import HttpResponse, QueryDict
from django.urls import include, path
from django.utils.datastructures import MultiValueDict
from django.utils.decorators import method_decorator
from django.views.generic import FormView

from branch.core.forms import ActionForm
from branch.core.models import ALREADY_SAVED, AuditEvent, FormToken, SiteProfile
from branch.core.views import REPLAYED, ActionFormMixin, Done

pytestmark = pytest.mark.django_db
STRANGER = AnonymousUser()


class NoteForm(ActionForm):
    sealed = ("secret",)

    text = forms.CharField(label="留言")
    secret = forms.CharField(label="悄悄话", required=False)


@method_decorator(login_not_required, name="dispatch")
class NoteCreate(ActionFormMixin, FormView):
    """A public form."""

    form_class = NoteForm

    def perform(self, form):
        text = form.cleaned_data["text"]
        AuditEvent.record(actor=None, verb="note", target=SiteProfile.current(), says=text)
        return Done(address="/thanks/", message=f"已收到：{text}")

    def render_to_response(self, context):
        form = context["form"]
        return HttpResponse(f"{form.non_field_errors()}{form['form_token']}{form['text']}")


urlpatterns = [path("note/", NoteCreate.as_view()), path("", include("guangqin.urls"))]


def words(form="", **files):
    return NoteForm.words_in(QueryDict(form), MultiValueDict(files))


def test_a_stranger_s_form_is_stored_once_and_the_replay_redirected(client, settings):
    settings.ROOT_URLCONF = __name__
    form = {"form_token": uuid4(), "text": "谢谢"}

    first, second = client.post("/note/", form), client.post("/note/", form)

    assert first.url == second.url == "/thanks/"
    said = [str(message) for message in get_messages(second.wsgi_request)]
    assert said == ["已收到：谢谢", REPLAYED]
    assert [event.says for event in AuditEvent.objects.filter(verb="note")] == ["谢谢"]


def test_a_stranger_s_changed_form_is_refused_and_keeps_its_text(client, settings):
    settings.ROOT_URLCONF = __name__
    form = {"form_token": uuid4(), "text": "谢谢"}
    client.post("/note/", form)

    page = client.post("/note/", form | {"text": "再见"})

    assert ALREADY_SAVED in page.text
    assert 'value="再见"' in page.text
    assert AuditEvent.objects.filter(verb="note").count() == 1


def test_one_token_is_spent_once_by_each_sender_a_stranger_among_them(teacher):
    token = uuid4()
    FormToken.spend(user=teacher, token=token, words="")
    FormToken.spend(user=STRANGER, token=token, words="")

    for user_id in (teacher.pk, None):
        with pytest.raises(IntegrityError), transaction.atomic():
            FormToken.objects.create(user_id=user_id, token=token)


def test_a_replay_is_recognised_after_the_secret_key_has_changed(settings):
    token = uuid4()
    FormToken.spend(user=STRANGER, token=token, words="谢谢")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = uuid4().hex

    _, is_first = FormToken.spend(user=STRANGER, token=token, words="谢谢")

    assert not is_first


def test_a_token_without_a_digest_never_counts_as_a_replay():
    row = FormToken.objects.create(token=uuid4())

    with pytest.raises(ValidationError, match=ALREADY_SAVED):
        FormToken.spend(user=STRANGER, token=row.token, words=words())


def test_a_digest_is_keyed_and_differs_between_two_forms():
    rows = [FormToken.spend(user=STRANGER, token=uuid4(), words="是")[0] for _ in range(2)]

    assert len({row.digest for row in rows}) == 2
    assert all(len(row.digest) == 64 for row in rows)


@pytest.mark.parametrize(
    ("form", "is_same"),
    [
        ("text=a&csrfmiddlewaretoken=2&form_token=2&version=2", True),
        ("text=a&secret=other", True),
        ("text=a&row-7-secret=other", True),
        ("text=b", False),
        ("text=a&text=b", False),
        ("text=a&row-7-text=b", False),
    ],
)
def test_words_are_all_that_was_typed_without_bookkeeping_and_sealed_texts(form, is_same):
    standing = words("text=a&csrfmiddlewaretoken=1&form_token=1&version=1&secret=sealed")

    assert (words(form) == standing) is is_same


def test_files_are_compared_by_name_and_size():
    def sent(name, content):
        return words("text=a", photo=[SimpleUploadedFile(name, content)])

    assert sent("1.jpg", b"123") == sent("1.jpg", b"456")
    assert len({sent("1.jpg", b"123"), sent("1.jpg", b"1234"), sent("2.jpg", b"123")}) == 3
