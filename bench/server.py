"""A gunicorn of our own on a free port, started as make run starts it, with data that vanishes."""

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from http.client import HTTPConnection
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def free_port():
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


def environment(data):
    """The variables of a demo portal that keeps everything below `data`, or in a database made for this run."""
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "guangqin.settings",
        "GUANGQIN_MODE": "demo",
        "GUANGQIN_SECRET_KEY": secrets.token_urlsafe(50),
        "GUANGQIN_DATA_DIR": str(data),
        # Never DATABASE_URL as it was found: that may be a school's own.
        "DATABASE_URL": os.environ.get(
            "SCRATCH_DATABASE_URL", f"sqlite:///{data}/guangqin.sqlite3"
        ),
    }


def manage(env, *arguments):
    command = [sys.executable, "manage.py", *arguments]
    subprocess.run(command, cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL)


class Server:
    """One gunicorn with its workers, as a context; `application` is a WSGI path."""

    def __init__(self, application, env, *, options=(), ready="/healthz"):
        self.application, self.env, self.options, self.ready = application, env, options, ready
        self.port = free_port()
        self.process = None

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *problem):
        self.stop()

    def start(self):
        command = [sys.executable, "-m", "gunicorn", self.application]
        command += ["--config", "deploy/gunicorn.conf.py", "--bind", f"127.0.0.1:{self.port}"]
        command += ["--log-level", "warning", *self.options]
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=self.env, start_new_session=True, stdout=subprocess.DEVNULL
        )
        self._wait()

    def _wait(self):
        for _ in range(600):
            with suppress(OSError):
                if get(self.port, self.ready).status < 500:
                    return
            time.sleep(0.05)
        raise SystemExit(f"{self.application} did not answer within 30 seconds.")

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=40)

    def kill(self):
        """As a power cut ends it: master and workers at once, without a word."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=10)

    def cpu(self):
        """CPU seconds of all threads of all its processes so far."""
        return sum(map(_cpu_of, _tree(self.process.pid))) / 1e9


def _tree(pid):
    yield pid
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in children.read_text().split():
            yield from _tree(int(child))


def _cpu_of(pid):
    threads = Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(int(thread.read_text().split()[0]) for thread in threads)


def get(port, path, headers=None):
    """One answer, read to its end; `.body` holds it."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path, headers=headers or {})
        response = connection.getresponse()
        response.body = response.read()
        return response
    finally:
        connection.close()
