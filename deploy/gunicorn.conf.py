"""How gunicorn serves the portal, on a desk as on the school's server."""

import gc
from ctypes import CDLL

worker_class = "gthread"
workers = 2
threads = 4
# Hashing a password takes 100 MB a thread, and SQLite's writers queue: more threads only wait longer.
max_requests = 2000
max_requests_jitter = 200
timeout = 60
graceful_timeout = 30
# The portal writes one line a request itself, without query strings.
accesslog = None
control_socket_disable = True

# The workers share what was loaded before they were started; none of it is garbage to be looked for.
preload_app = True
gc.disable()

# glibc keeps memory apart for each thread and, once a large block was freed, ever larger ones: 20 MB a worker.
M_TRIM_THRESHOLD, M_MMAP_THRESHOLD, M_ARENA_MAX = -1, -3, -8
if hasattr(CDLL(None), "mallopt"):
    CDLL(None).mallopt(M_ARENA_MAX, 1)
    CDLL(None).mallopt(M_MMAP_THRESHOLD, 128 * 1024)
    CDLL(None).mallopt(M_TRIM_THRESHOLD, 128 * 1024)


def when_ready(server):
    gc.freeze()


def post_fork(server, worker):
    gc.enable()
