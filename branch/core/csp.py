"""The one exception to the content security policy: the page with the rich-text editor."""

from csp.constants import NONCE, UNSAFE_INLINE
from csp.decorators import csp_update


def editor_csp(view):
    """Decorator that allows the editor's import map by a nonce, and style attributes for its layout."""
    return csp_update({"script-src": [NONCE], "style-src-attr": [UNSAFE_INLINE]})(view)
