"""Where messages wait for the next page: in a cookie, which outlives the session it was made in."""

from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage
from django.core import signing


class OwnCookie(CookieStorage):
    """A cookie signed for its user; the next user of the browser is not shown its messages.

    A message stored before a sign-in is shown to the user who signs in.
    """

    def _store(self, *args, **kwargs):
        self._sign_for(self.request.user)
        return super()._store(*args, **kwargs)

    def _get(self, *args, **kwargs):
        found = None, True
        if self.cookie_name in self.request.COOKIES:
            self._sign_for(self.request.user)
            found = super()._get(*args, **kwargs)
            if found[0] is None:
                self._sign_for(None)
                found = super()._get(*args, **kwargs)
        return found

    def _sign_for(self, user):
        reader = user.pk if user else None
        self.signer = signing.get_cookie_signer(salt=f"{self.key_salt}.{reader}")


class OwnMessages(FallbackStorage):
    """In the cookie; in the session what has no room there."""

    storage_classes = (OwnCookie, SessionStorage)
