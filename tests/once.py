"""What one process of a test run has made serves the others too."""

import fcntl
import pickle


def once(path, make):
    """What `make` returned to the first process that came here; the others wait and read it."""
    with path.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            path.write_bytes(pickle.dumps(make()))
    return pickle.loads(path.read_bytes())  # noqa: S301 (our own file, a moment old)
