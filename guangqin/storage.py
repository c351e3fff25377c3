"""The storage of static files in production: hashed, compressed, with stylesheets bundled."""

import re
from functools import cache
from pathlib import PurePosixPath

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

IMPORT = re.compile(r'@import url\("([\w.-]+)"\)(?: ([\w-]+))?;')


class BundledStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Replaces the imports of a stylesheet by the imported files, so that a page needs only one."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.url = cache(
            self.url
        )  # every page asks for the same few, and no file changes while it runs

    def post_process(self, paths, dry_run=False, **options):
        if not dry_run:
            paths = paths | {name: self._bundled(name, paths) for name in paths if _is_sheet(name)}
        yield from super().post_process(paths, dry_run, **options)

    def _bundled(self, name, paths):
        """(storage, path) of the stylesheet after its imports were replaced, if it has any."""
        text = _text(paths[name])
        if not IMPORT.search(text):
            return paths[name]
        folder = PurePosixPath(name).parent
        bundled = IMPORT.sub(lambda match: _imported(match, folder, paths), text)
        self.delete(name)
        self.save(name, ContentFile(bundled.encode()))
        return self, name


def _is_sheet(name):
    return name.startswith("css/") and name.endswith(".css")


def _imported(match, folder, paths):
    text = _text(paths[str(folder / match[1])])
    return f"@media {match[2]} {{\n{text}}}\n" if match[2] else text


def _text(place):
    storage, path = place
    with storage.open(path) as file:
        return file.read().decode()
