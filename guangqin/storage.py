"""Static files as production serves them: hashed, compressed, one stylesheet a page."""

import re
from pathlib import PurePosixPath

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

IMPORT = re.compile(r'@import url\("([\w.-]+)"\)(?: ([\w-]+))?;')


class BundledStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Puts the parts of a stylesheet in place of its imports, so that a reader fetches one file."""

    def post_process(self, paths, dry_run=False, **options):
        if not dry_run:
            paths = paths | {name: self._bundled(name, paths) for name in paths if _is_sheet(name)}
        yield from super().post_process(paths, dry_run, **options)

    def _bundled(self, name, paths):
        """Where the sheet now lies with its parts inside, or where it lay if it imports none."""
        text = _text(paths[name])
        if not IMPORT.search(text):
            return paths[name]
        folder = PurePosixPath(name).parent
        whole = IMPORT.sub(lambda found: _part(found, folder, paths), text)
        self.delete(name)
        self.save(name, ContentFile(whole.encode()))
        return self, name


def _is_sheet(name):
    return name.startswith("css/") and name.endswith(".css")


def _part(found, folder, paths):
    text = _text(paths[str(folder / found[1])])
    return f"@media {found[2]} {{\n{text}}}\n" if found[2] else text


def _text(place):
    storage, path = place
    with storage.open(path) as file:
        return file.read().decode()
