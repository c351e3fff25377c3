#!/bin/sh
# Write a key for sealed text into .env, if that is of a demo or a dev portal and has none.
# In production nobody but the two keepers makes one: docs/operations.md.
set -eu
cd "$(dirname "$0")/.."
grep -Eqs '^GUANGQIN_MODE=(demo|dev)$' .env || exit 0
grep -Eq '^GUANGQIN_SEAL_KEYS=.' .env && exit 0
umask 077
key=$(.venv/bin/python -c 'import base64, secrets; print(base64.b64encode(secrets.token_bytes(32)).decode())')
printf 'GUANGQIN_SEAL_KEYS=k1:%s\n' "$key" >>.env
