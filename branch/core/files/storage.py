"""Where files are stored, before the transaction of their rows, and when they are deleted: after it."""

from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from functools import partial

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage
from django.db import transaction

# the files stored in the innermost `files_deleted_on_failure` of this thread, to be deleted
_on_failure = ContextVar("on_failure", default=None)


class Storage(FileSystemStorage):
    """Files in a directory; `files_deleted_on_failure` knows which were stored."""

    def _save(self, name, content):
        name = super()._save(name, content)
        if on_failure := _on_failure.get():
            on_failure.callback(self.delete, name)
        return name


def stored(model, values):
    """Store the files among the column values of a new row; returns the values with the files' names.

    It is called before the transaction of the row, which would hold SQLite's lock while files are written.
    """
    return {
        name: _stored(model, name, value) if isinstance(value, File) else value
        for name, value in values.items()
    }


def _stored(model, name, content):
    field = model._meta.get_field(name)
    path = field.generate_filename(model(), content.name)
    return field.storage.save(path, content, max_length=field.max_length)


@contextmanager
def files_deleted_on_failure():
    """Delete the files stored in this block if it fails; it goes around the transaction of their rows.

    It gives an `ExitStack`, whose `close` deletes them at once.
    """
    outer = _on_failure.get()
    with ExitStack() as on_failure:
        token = _on_failure.set(on_failure)
        try:
            yield on_failure
        finally:
            _on_failure.reset(token)
        kept = on_failure.pop_all()
    if outer:
        outer.callback(kept.close)


def delete_on_commit(*rows):
    """Delete the stored files of rows that this transaction removes, once it has committed."""
    for row in rows:
        names = {
            row.file.name,
            getattr(row, "thumb", row.file).name,
            *getattr(row, "webp_names", ()),
        }
        for name in names - {""}:
            transaction.on_commit(partial(row.file.storage.delete, name))


def sweep(model, folder, *, before):
    """Delete files of a model's folder that no row has, as a killed process leaves them; return their number.

    `before` is the moment after which a file may still await its row.
    """
    storage = model._meta.get_field("file").storage
    names = storage.listdir(folder)[1] if storage.exists(folder) else ()
    paths = {f"{folder}/{name}" for name in names}
    paths -= {path for row in model.objects.values_list("file", "thumb") for path in row}
    old = [path for path in paths if storage.get_modified_time(path) < before]
    for path in old:
        storage.delete(path)
    return len(old)


class StoredContent(File):
    """The content of a stored file, to be copied into another row; it is open only while it is read."""

    def __init__(self, stored, *, size):
        super().__init__(None, name=stored.name)
        self.stored, self.size = stored, size

    def chunks(self, chunk_size=None):
        with self.stored.storage.open(self.stored.name) as file:
            yield from file.chunks(chunk_size)
