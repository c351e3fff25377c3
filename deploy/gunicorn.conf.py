"""How gunicorn serves the portal, on a desk as on the school's server."""

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
