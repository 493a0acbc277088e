#!/usr/bin/env bash
# Builds the images and runs them as production does (read-only, no capabilities, not root) against the embedded Kafka, registry, Redis and
# PostgreSQL: the sample meeting must come out merged, every app must become healthy and stop by itself. Prints a report in Markdown.
#   infra/docker/try-images.sh [--report FILE]
# Needs a Docker daemon (DOCKER_HOST as usual). Where none runs and Debian's docker.io is installed, root can start one:
#   dockerd --iptables=false --bridge=none -H unix:///tmp/docker.sock --data-root /tmp/docker   (--storage-driver=vfs where overlay2 cannot be had)
# Where the base images cannot be pulled, base-images.sh makes stand-ins from Debian's packages (root, debootstrap).
set -euo pipefail
cd "$(dirname "$0")/../.."
[ "${1:-}" = --report ] && report=$2 || report=/dev/stdout
docker=${DOCKER:-docker}
export DOCKER_BUILDKIT=1
work=${WORK:-$PWD/.hansard/images}
node=$PWD/node_modules/.bin/node
limit=250000000
apps=(ingress verifier deduper transcript-processor merger recorder)
images=("${apps[@]}" cli stack)
mkdir -p "$work"
$docker version >/dev/null || { echo 'No Docker daemon answers: see the head of this script.' >&2; exit 2; }
say() { printf '%s %s\n' "$(date +%T)" "$*" >&2; }
fail() { say "FAILED: $*"; exit 1; }
rows=()
note() { rows+=("| $1 | $2 |"); say "$1: $2"; }

containers=()
stack_pid=
cleanup() {
  [ ${#containers[@]} -eq 0 ] || $docker rm -f "${containers[@]}" >/dev/null 2>&1 || true
  [ -z "$stack_pid" ] || { kill "$stack_pid" 2>/dev/null && wait "$stack_pid" 2>/dev/null; } || true
}
trap cleanup EXIT

# --- build ------------------------------------------------------------------------------------------
base=(); pulled='node and distroless, pulled'
if ! $docker build -q --target manifests --build-arg APP=cli . >/dev/null 2>&1; then
  pulled='stand-ins made with debootstrap'
  read -ra base < <(DOCKER=$docker infra/docker/base-images.sh "$work" "$(readlink -f "$node")")
fi
note 'Base images' "$pulled"
build() { $docker build -q --network host "${base[@]}" "$@" . ; }
for app in "${images[@]}"; do
  # PREBUILT=1 takes the images that are there, but for the one that is built twice.
  [ "${PREBUILT:-0}" = 1 ] && [ "$app" != verifier ] && continue
  began=$SECONDS
  build --build-arg APP="$app" -t "hansard/$app" >/dev/null || fail "the image of $app is not built"
  say "built hansard/$app in $((SECONDS - began)) s"
done
for app in "${apps[@]}" cli; do
  size=$($docker image inspect -f '{{.Size}}' "hansard/$app")
  [ "$size" -lt $limit ] || fail "hansard/$app has $size bytes"
  note "Size of \`hansard/$app\`" "$((size / 1000000)) MB"
done

# --- what is in it ----------------------------------------------------------------------------------
layers() { $docker image inspect -f '{{json .RootFS.Layers}}' "$1"; }
build --no-cache --build-arg APP=verifier -t hansard/verifier:again >/dev/null
[ "$(layers hansard/verifier)" = "$(layers hansard/verifier:again)" ] || fail "two builds differ: $(layers hansard/verifier) and $(layers hansard/verifier:again)"
note 'Built twice without cache' 'the same layers, digest by digest'
[ "$($docker image inspect -f '{{.Config.User}}' hansard/ingress)" = 65532:65532 ] || fail 'it runs as another user'
for tool in sh bash npm npx yarn apt-get gcc python3; do
  ! $docker run --rm --network none --entrypoint "$tool" hansard/ingress --version >/dev/null 2>&1 || fail "there is $tool in the image"
done
note 'No shell, package manager or compiler' 'sh, bash, npm, npx, yarn, apt-get, gcc, python3: not found'
listed=$($docker run --rm --network none hansard/ingress -p 'const { bomFormat, specVersion, components } = require("/hansard/sbom.cdx.json"); `${bomFormat} ${specVersion}, ${components.length} components`')
note 'SBOM in the image' "\`/hansard/sbom.cdx.json\`: $listed"

# --- run --------------------------------------------------------------------------------------------
"$node" packages/stack/src/serve/main.ts --state "$work/stack" >"$work/stack.env" 2>"$work/stack.log" &
stack_pid=$!
for ((i = 0; i < 600; i++)); do [ "$(grep -c '^export' "$work/stack.env")" = 4 ] && break; kill -0 $stack_pid || fail "the stack: $(tail -n 3 "$work/stack.log")"; sleep 0.5; done
sh infra/docker/secrets.sh "$work/secrets.env"
free() { "$node" -e 'const s = require("node:net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close() })'; }
simulator_port=$(free) ingress_port=$(free)
simulator=http://127.0.0.1:$simulator_port
{
  sed 's/^export //' "$work/stack.env"; cat "$work/secrets.env"
  printf '%s\n' "ZOOM_API_URL=$simulator/zoom/v2" "ZOOM_OAUTH_URL=$simulator/zoom/oauth" "FIREFLIES_API_URL=$simulator/fireflies" \
    "OTTER_API_URL=$simulator/otter" "TRANSCRIPT_HOSTS=127.0.0.1:$simulator_port,localhost:$simulator_port" \
    "OUTGOING_PLAIN_HTTP_HOSTS=127.0.0.1:$simulator_port,localhost:$simulator_port" "OUTGOING_PRIVATE_HOSTS=127.0.0.1:$simulator_port,localhost:$simulator_port" "SIMULATOR_PORT=$simulator_port" \
    "SIMULATOR_URL=$simulator" "INGRESS_URL=http://127.0.0.1:$ingress_port" HEALTH_HOST=127.0.0.1 HOST=127.0.0.1 "PORT=$ingress_port"
} >"$work/run.env"
safe=(--network host --read-only --cap-drop ALL --security-opt no-new-privileges --env-file "$work/run.env")
once() { local image=$1; shift; $docker run --rm "${safe[@]}" "$image" "$@"; }
start() { # name image health-port command…; port 0: it has no health of its own
  local name=hansard-try-$1 image=$2 port=$3; shift 3
  local check=(--health-interval 3s --health-timeout 30s)
  [ "$port" != 0 ] || check=(--no-healthcheck)
  containers+=("$name")
  $docker run -d --name "$name" "${safe[@]}" -e "HEALTH_PORT=$port" "${check[@]}" --memory 512m "$image" "$@" >/dev/null
}
note 'Provisioning, in a container' "$(once hansard/cli /hansard/packages/shared/src/provision/main.ts)"
once hansard/stack src/sample/main.ts seed
start simulator hansard/stack 0 /hansard/packages/simulator/src/main.ts
health_ports=()
for app in "${apps[@]}"; do port=$(free); health_ports+=("$port"); start "$app" "hansard/$app" "$port"; done
began=$SECONDS
for app in "${apps[@]}"; do
  for ((i = 0; i < 600; i++)); do
    state=$($docker inspect -f '{{.State.Health.Status}}' "hansard-try-$app"); [ "$state" = healthy ] && break; sleep 0.5
  done
  [ "$state" = healthy ] || { $docker logs "hansard-try-$app" 2>&1 | tail -n 20 >&2; fail "$app is $state"; }
done
note 'All six healthy by the image’s own check' "after $((SECONDS - began)) s"
once hansard/stack src/sample/main.ts send >"$work/sample.txt" || { cat "$work/sample.txt" >&2; fail 'the sample meeting did not come out'; }
cat "$work/sample.txt" >&2
note 'The sample meeting' "$(sed 's/\x1b\[[0-9;]*m//g' "$work/sample.txt" | tail -n 1)"
$docker run --rm "${safe[@]}" -v "$PWD/infra/helm/hansard/files/test.mjs:/test/test.mjs:ro" hansard/cli /test/test.mjs "127.0.0.1:$ingress_port" "${health_ports[@]/#/127.0.0.1:}" >"$work/test.txt" || { cat "$work/test.txt" >&2; fail 'the Helm test'; }
note 'The Helm test’s script against them' "$(grep -c '^ok' "$work/test.txt") of $(wc -l <"$work/test.txt") checks passed"
written=$($docker diff hansard-try-recorder | wc -l)
note 'Files written by the recorder' "$written"

# --- stop -------------------------------------------------------------------------------------------
for app in "${apps[@]}"; do
  began=$(date +%s%N)
  $docker stop -t 30 "hansard-try-$app" >/dev/null
  code=$($docker inspect -f '{{.State.ExitCode}}' "hansard-try-$app")
  [ "$code" = 0 ] || fail "$app ended with $code"
  note "\`docker stop\` of $app" "exit code 0 after $((($(date +%s%N) - began) / 1000000)) ms"
done
{
  echo '# The images, built and run'
  echo
  echo "By \`infra/docker/try-images.sh --report docs/reports/images.md\` on $(date -u +%F), Docker $($docker version -f '{{.Server.Version}}'), at $(git describe --always)."
  echo
  echo '| what | result |'
  echo '|---|---|'
  printf '%s\n' "${rows[@]}"
} >"$report"
say passed
