"""The memory of a worker while six pictures arrive at once, the largest and the worst that are let in."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from threading import Event, Thread

from django.urls import reverse
from PIL import Image

from branch.news.models import Article
from drill.person import Person

from .server import Server

RESET_PEAK = "5"  # as the kernel calls it


@dataclass
class Peak:
    """MiB of the largest worker, before and during the uploads, and of the program that reads them."""

    idle: float
    worker: float
    reader: float
    stored: int


def encoded(size, kind, **options):
    """A picture of soft noise, which no format packs away."""
    noise = [Image.effect_noise((size[0] // 8, size[1] // 8), 80) for _ in "RGB"]
    out = BytesIO()
    Image.merge("RGB", noise).resize(size).save(out, kind, **options)
    return out.getvalue()


def pictures():
    """(name, content): JPEG of 50 Mpx, once progressive without subsampling, all others of 24 Mpx."""
    phone, other = (8192, 6144), (5700, 4275)
    blank = BytesIO()
    Image.new("RGBA", other, (1, 2, 3, 4)).save(blank, "PNG")
    return [
        ("50.jpg", encoded(phone, "JPEG", quality=40)),
        ("50p.jpg", encoded(phone, "JPEG", quality=25, progressive=True, subsampling=0)),
        ("24.webp", encoded(other, "WEBP", quality=20)),
        ("24b.webp", encoded(other, "WEBP", quality=30)),
        ("24.png", blank.getvalue()),
        ("24.jpg", encoded(other, "JPEG", quality=50)),
    ]


def peak(env):
    draft = Article.objects.filter(state=Article.State.DRAFT).first()
    path, files = reverse("news:photo-add", args=[draft.pk]), pictures()
    with Server("guangqin.wsgi", env, options=("--max-requests", "0")) as portal:
        editor = Person.signed_in(portal.port, "editor")
        forms = [editor.form(path).filled(alt="现场", may_be_shown="on") for _ in files]
        workers = portal.descendants()
        for pid in workers:  # hashing the password took more
            Path(f"/proc/{pid}/clear_refs").write_text(RESET_PEAK)
        idle = max(map(_peak_of, workers))
        with Watch(portal, workers) as reader, ThreadPoolExecutor(len(files)) as pool:
            sent = [
                pool.submit(editor.again().post_file, path, form, "upload", *file)
                for form, file in zip(forms, files, strict=True)
            ]
        statuses = [one.result().status for one in sent]
        return Peak(idle, max(map(_peak_of, workers)), max(reader.peaks), statuses.count(302))


class Watch:
    """Looks at the programs that the workers start, while they run."""

    def __init__(self, portal, workers):
        self.portal, self.workers, self.peaks, self.over = portal, workers, [0], Event()
        self.thread = Thread(target=self._watch)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *problem):
        self.over.set()
        self.thread.join()

    def _watch(self):
        while not self.over.is_set():
            for pid in self.portal.descendants() - self.workers:
                with suppress(OSError, StopIteration):
                    self.peaks.append(_peak_of(pid))
            time.sleep(0.01)


def _peak_of(pid):
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM:")).split()[1]) / 1024
