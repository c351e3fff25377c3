"""The portal, its worker and its tick side by side; when one ends, so do the others: python -m scripts.serve PORT"""

import os
import signal
import subprocess
import sys

PORTAL = ["-m", "gunicorn", "guangqin.wsgi", "--config", "deploy/gunicorn.conf.py"]
WORKER = ["manage.py", "db_worker", "--no-reload"]
TICK = ["manage.py", "tick", "--every", "10"]
STOPPED = "门户或后台服务意外停止，两者都已关闭。请看上面的日志，再运行 make run。"


def side_by_side(commands):
    """Run the commands until one of them ends or somebody presses Ctrl+C; none is left running."""
    running = [subprocess.Popen(command) for command in commands]
    try:
        os.wait()
        sys.exit(STOPPED)
    except KeyboardInterrupt:
        pass  # each of them has heard it too
    finally:
        for process in running:
            process.terminate()
        for process in running:
            process.wait()


def main(port):
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    portal = [*PORTAL, "--bind", f"127.0.0.1:{port}", "--log-level", "warning"]
    side_by_side([[sys.executable, *command] for command in (portal, WORKER, TICK)])


if __name__ == "__main__":
    main(sys.argv[1])
