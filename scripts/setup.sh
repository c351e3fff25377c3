#!/bin/sh
# Install into .venv what a requirements file pins: sh scripts/setup.sh requirements.txt
# If that is done already, nothing happens, so every make target may call this first.
set -eu
cd "$(dirname "$0")/.."
wanted=$1

stop() {
    printf '\n%s\n\n' "$1" >&2
    exit 1
}

new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

find_python() {
    for candidate in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
        if new_enough "$candidate"; then
            command -v "$candidate"
            return
        fi
    done
    return 1
}

if ! new_enough .venv/bin/python || ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    python=$(find_python) || stop "缺少 Python 3.11 或更新的版本。请先安装，例如：apt install python3 python3-venv"
    "$python" -c 'import venv, ensurepip' 2>/dev/null ||
        stop "$python 缺少 venv 和 ensurepip 组件。请先安装，例如：apt install python3-venv"
    echo "正在用 $python 建立 .venv……"
    rm -rf .venv
    "$python" -m venv .venv || stop "没能建立 .venv，请检查磁盘空间和目录权限。"
fi

# .venv keeps a copy of the files last installed; the dev file includes the other two.
stamp=.venv/installed-$wanted
if ! cat requirements.txt requirements-postgres.txt "$wanted" | cmp -s - "$stamp"; then
    echo "正在安装 $wanted 中的依赖，第一次需要一两分钟……"
    .venv/bin/python -m pip install --quiet --no-input --disable-pip-version-check -r "$wanted" ||
        stop "依赖没有装好。请检查网络；国内可先设置镜像，例如：export PIP_INDEX_URL=https://mirrors.aliyun.com/pypi/simple/"
    cat requirements.txt requirements-postgres.txt "$wanted" >"$stamp"
fi

# A third of a cold start is spent on reading code that was not compiled.
.venv/bin/python -m compileall -q branch guangqin
