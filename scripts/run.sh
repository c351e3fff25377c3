#!/bin/sh
# Start the portal with the demo school on this machine: http://127.0.0.1:${PORT:-8000}/
# The first start installs and seeds; later starts keep the data and take seconds.
set -eu
cd "$(dirname "$0")/.."
port=${PORT:-8000}

stop() {
    printf '\n%s\n\n' "$1" >&2
    exit 1
}

port_is_free() {
    .venv/bin/python -c '
import socket, sys
with socket.socket() as probe:
    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    probe.bind(("127.0.0.1", int(sys.argv[1])))
' "$port" 2>/dev/null
}

write_env() {
    umask 077
    key=$(.venv/bin/python -c 'import secrets; print(secrets.token_urlsafe(50))')
    cat >.env.new <<END
# 由 make run 写成。这是演示模式，只供本机试用；正式部署请看 deploy/README.md 和 .env.example。
GUANGQIN_MODE=demo
GUANGQIN_SECRET_KEY=$key
END
    mv .env.new .env
}

sh scripts/setup.sh requirements.txt
[ -e .env ] || (write_env)
grep -Eq '^GUANGQIN_MODE=(demo|dev)$' .env ||
    stop "这里的 .env 没有写 GUANGQIN_MODE=demo。make run 只启动演示模式；正式部署请看 deploy/README.md。"
sh scripts/seal_key.sh
port_is_free || stop "端口 $port 已被占用或不能使用。请换一个再试，例如：make run PORT=8001"

.venv/bin/python -m scripts.prepare

cat <<END

  门户已就绪：http://127.0.0.1:$port/
  工作登录：  http://127.0.0.1:$port/accounts/login/

  用户名                密码
  secretary  书记       guangqin-demo
  committee  支委       guangqin-demo
  member     党员       guangqin-demo
  head       班主任     guangqin-demo
  counsellor 心理教师   guangqin-demo
  editor     编辑       guangqin-demo
  admin      管理员     guangqin-demo

  按 Ctrl+C 停止；数据保存在 var/ 目录，下次启动还在。

END
export GUANGQIN_URL="http://127.0.0.1:$port"
exec .venv/bin/python -m scripts.serve "$port"
