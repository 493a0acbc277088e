#!/bin/sh
# Writes .env (or the file it is given) with secrets made for this checkout alone; what is there already is kept. docker compose reads .env,
# git ignores it.
set -eu
file=${1:-"$(dirname "$0")/../../.env"}
umask 077
touch "$file"
made() { grep -q "^$1=" "$file" || printf '%s=%s\n' "$1" "$2" >>"$file"; }
random() { head -c "$1" /dev/urandom | base64 | tr -d '\n'; }
made HANSARD_KEYS "dev:$(random 32)"
for name in ZOOM_WEBHOOK_SECRET FIREFLIES_WEBHOOK_SECRET OTTER_WEBHOOK_SECRET OPERATOR_TOKEN; do
  made "$name" "$(random 24 | tr '+/' '-_')"
done
