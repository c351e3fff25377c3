"""The portal and its worker side by side; when one of them ends, so does the other: python -m scripts.serve PORT"""

import os
import signal
import subprocess
import sys
from contextlib import suppress


def commands(port):
    portal = ["-m", "gunicorn", "guangqin.wsgi", "--config", "deploy/gunicorn.conf.py"]
    return [
        [*portal, "--bind", f"127.0.0.1:{port}", "--log-level", "warning"],
        ["manage.py", "db_worker", "--no-reload"],
    ]


def main(port):
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    running = [subprocess.Popen([sys.executable, *command]) for command in commands(port)]
    try:
        os.wait()
        sys.exit("门户或后台服务意外停止，两者都已关闭。请看上面的日志，再运行 make run。")
    except KeyboardInterrupt:
        pass
    finally:
        for process in running:
            process.terminate()
        for process in running:
            with suppress(KeyboardInterrupt):
                process.wait()


if __name__ == "__main__":
    main(sys.argv[1])
