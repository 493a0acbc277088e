#!/bin/sh
# Writes .env with secrets made for this checkout alone; what it has already is kept. docker compose reads it, git ignores it.
set -eu
cd "$(dirname "$0")/../.."
umask 077
touch .env
made() { grep -q "^$1=" .env || printf '%s=%s\n' "$1" "$2" >>.env; }
random() { head -c "$1" /dev/urandom | base64 | tr -d '\n'; }
made HANSARD_KEYS "dev:$(random 32)"
for name in ZOOM_WEBHOOK_SECRET FIREFLIES_WEBHOOK_SECRET OTTER_WEBHOOK_SECRET OPERATOR_TOKEN; do
  made "$name" "$(random 24 | tr '+/' '-_')"
done
