#!/usr/bin/env bash
# Tries the chart on a Kubernetes cluster: it must install, upgrade, roll back, pass its Helm test, be refused where it should be, and each
# consumer must be scaled up with lag, no further than its partitions, held while the metric is missing, and down again.
#   KUBECONFIG=… TARGETS=… RULES=… infra/helm/try/try.sh [--report FILE]
# Any cluster whose pods become ready will do, one with simulated nodes (kwok) too: the lags are those of queues.mjs. `kubectl`, `helm` and
# `node` are found in PATH. TARGETS is a folder in which Prometheus looks for targets (file_sd), RULES the file in which the adapter for
# external.metrics.k8s.io finds its queries, {"metric": "PromQL with <<matchers>>"}; without them the part about scaling cannot be done and fails.
set -euo pipefail
cd "$(dirname "$0")/../../.."
[ "${1:-}" = --report ] && report=$2 || report=/dev/stdout
chart=infra/helm/hansard here=infra/helm/try ns=hansard-try release=hansard port=${PORT:-19411}
consumers=(verifier deduper transcript-processor merger recorder)
work=$(mktemp -d); rows=(); passed=0; queues=
say() { printf '%s %s\n' "$(date +%T)" "$*" >&2; }
fail() { say "FAILED: $*"; exit 1; }
ok() { passed=$((passed + 1)); rows+=("| $1 | $2 |"); say "ok: $1: $2"; }
k() { kubectl -n "$ns" "$@"; }
cleanup() {
  [ -z "$queues" ] || kill "$queues" 2>/dev/null || true
  [ -z "${TARGETS:-}" ] || rm -f "$TARGETS/hansard-try.json"
  helm -n "$ns" uninstall $release --wait --ignore-not-found >/dev/null 2>&1 || true
  kubectl delete ns "$ns" --ignore-not-found --wait=false >/dev/null 2>&1 || true
  rm -rf "$work"
}
trap cleanup EXIT
until_true() { # seconds what command…
  local end=$((SECONDS + $1)) what=$2; shift 2
  until "$@" >/dev/null 2>&1; do [ $SECONDS -lt $end ] || fail "$what: not within the time"; sleep 1; done
}

# --- before anything is installed ---------------------------------------------------------------------
# What the trial installs, and production: the chart's own file and what nobody can know beforehand.
trial=(-f "$here/values.yaml") production=(-f "$chart/values-production.yaml" -f "$here/production.yaml")
both() { "$@" trial "${trial[@]}"; "$@" production "${production[@]}"; } # command… name values…
lint() { local name=$1; shift; helm lint --strict "$chart" "$@" >"$work/lint" 2>&1 || { cat "$work/lint" >&2; fail "helm lint --strict with the values of $name"; }; }
both lint
ok '`helm lint --strict`' 'clean, with the values of the trial and of production'
kubectl create ns "$ns" >/dev/null
kubectl label ns "$ns" pod-security.kubernetes.io/enforce=restricted pod-security.kubernetes.io/warn=restricted >/dev/null
# ServiceMonitors are for clusters that know them.
kubectl get crd servicemonitors.monitoring.coreos.com >/dev/null 2>&1 && more=() || more=(--set monitoring.enabled=false)
validate() {
  local name=$1; shift
  helm template $release "$chart" -n "$ns" "$@" "${more[@]}" >"$work/rendered.yaml"
  k apply --dry-run=server --validate=strict -f "$work/rendered.yaml" >"$work/applied" 2>"$work/warnings" || { cat "$work/warnings" >&2; fail "the server refuses $name"; }
  [ ! -s "$work/warnings" ] || { cat "$work/warnings" >&2; fail "the server warns about $name"; }
}
both validate
ok 'Validated by the server, strictly' "$(grep -c . "$work/applied") objects of production, no error, no warning, under the restricted profile"

values=("${trial[@]}")
refused() { # what pattern --set …; with `values`
  local what=$1 pattern=$2; shift 2
  ! helm template $release "$chart" "${values[@]}" "$@" >"$work/out" 2>&1 || fail "not refused: $what"
  grep -qE "$pattern" "$work/out" || { cat "$work/out" >&2; fail "refused with another message: $what"; }
  ok "Refused: $what" "\`$(grep -oE "$pattern[^.]*" "$work/out" | head -n 1)\`"
}
refused 'a word mistyped' "replica.*not allowed|additional properties 'replica' not allowed" --set apps.verifier.replica=2
refused 'a number that is none' "got string, want integer" --set-string apps.verifier.replicas=two
refused 'an app that does not exist' "additional properties 'verifer' not allowed" --set apps.verifer.replicas=2
refused 'a setting mistyped' 'settings.LOG_LEVLE: there is no such setting' --set settings.LOG_LEVLE=info
refused 'a setting of another app' 'apps.merger.settings.PORT: there is no such setting' --set apps.merger.settings.PORT=1
refused 'a secret as a value' 'settings.DATABASE_URL is a secret' --set settings.DATABASE_URL=postgres://x
refused 'more consumers than partitions' 'maxReplicas is 13, but the topics have 12 partitions' --set apps.merger.autoscaling.maxReplicas=13
refused 'a grace shorter than the drain' 'minimum: got 10, want 30|graceSeconds' --set termination.graceSeconds=10
refused 'no host' 'ingress.host is empty' --set ingress.host=
refused 'proxies that are no addresses' "TRUSTED_PROXIES': 'none' does not match" --set settings.TRUSTED_PROXIES=none
refused 'egress to everywhere, metadata included' 'anywhere.: minItems: got 0, want 1' --set-json 'networkPolicy.anywhere=[]'
values=("${production[@]}")
refused 'an image without its digest' 'these are missing: apps.merger.digest' --set apps.merger.digest=
refused 'a digest that is none' "does not match pattern '.*sha256" --set apps.merger.digest=sha256:0123
values=(--set 'kafka.brokers={kafka:9092}' --set registry.url=http://registry:8080 --set ingress.host=hooks.example.com)
refused 'an Ingress without a word about its proxies' 'TRUSTED_PROXIES is not given'
sed 's/runAsNonRoot: true/runAsNonRoot: false/; s/allowPrivilegeEscalation: false/allowPrivilegeEscalation: true/' "$work/rendered.yaml" >"$work/root.yaml"
# Of Deployments and Jobs the profile only warns; their pods are refused, so one of those is tried.
k apply --dry-run=client -o json -f "$work/root.yaml" | node -e '
  const { items } = JSON.parse(require("node:fs").readFileSync(0, "utf8"))
  const { metadata, spec } = items.find(({ kind }) => kind === "Deployment").spec.template
  console.log(JSON.stringify({ apiVersion: "v1", kind: "Pod", metadata: { ...metadata, name: "may-become-root" }, spec }))' >"$work/root.json"
k create --dry-run=server -f "$work/root.json" >"$work/out" 2>&1 && fail 'a pod that may become root is let in'
grep -q 'violates PodSecurity "restricted' "$work/out" || fail 'refused for another reason'
ok 'Refused: the same chart without its securityContext' '`violates PodSecurity "restricted:latest"`'

# --- install, test, upgrade, roll back -----------------------------------------------------------------
k create secret generic hansard --from-literal=DATABASE_URL=postgres://h:h@postgres/h --from-literal=REDIS_URL=redis://redis --from-literal=HANSARD_KEYS=trial:none >/dev/null
began=$SECONDS
helm install $release "$chart" -n "$ns" -f "$here/values.yaml" --wait --timeout 3m >/dev/null || fail 'it does not install'
ok '`helm install --wait`' "$(k get deploy -o name | wc -l) Deployments available after $((SECONDS - began)) s; provisioning ran first"
k get events --field-selector involvedObject.name=$release-provision -o jsonpath='{.items[*].reason}' | grep -q Completed || fail 'the provisioning did not run'
helm test $release -n "$ns" --timeout 2m >/dev/null || fail 'helm test'
ok '`helm test`' 'passed'
# One of two is not ready: the other must not be evicted. The second comes with the autoscaler's first look.
until_true 90 'two of the ingress' sh -c "[ \"\$(kubectl -n $ns get deploy $release-ingress -o jsonpath='{.status.readyReplicas}')\" = 2 ]"
mapfile -t pods < <(k get pod -l app.kubernetes.io/name=ingress -o name)
k label "${pods[0]}" kwok.local/outcome=unready >/dev/null
until_true 60 'the budget is used up' sh -c "[ \"\$(kubectl -n $ns get pdb $release-ingress -o jsonpath='{.status.disruptionsAllowed}')\" = 0 ]"
evict() { printf '{"apiVersion":"policy/v1","kind":"Eviction","metadata":{"name":"%s"}}' "${1#pod/}" | kubectl create --raw "/api/v1/namespaces/$ns/pods/${1#pod/}/eviction" -f -; }
! evict "${pods[1]}" >"$work/out" 2>&1 || fail 'the last ready ingress was evicted'
grep -q 'disruption budget' "$work/out" || fail 'refused for another reason'
k label "${pods[0]}" kwok.local/outcome- >/dev/null
ok 'Refused: evicting the last ready ingress' '`Cannot evict pod as it would violate the pod’s disruption budget`'
level() { k get deploy $release-merger -o jsonpath='{.spec.template.spec.containers[0].env[?(@.name=="LOG_LEVEL")].value}'; }
k get rs -l app.kubernetes.io/name=merger -o name >"$work/before"
helm upgrade $release "$chart" -n "$ns" -f "$here/values.yaml" --set settings.LOG_LEVEL=debug --wait --timeout 3m >/dev/null || fail 'it does not upgrade'
[ "$(level)" = debug ] || fail 'the upgrade changed nothing'
ok '`helm upgrade --wait`' "LOG_LEVEL $(level), $(k get rs -l app.kubernetes.io/name=merger -o name | wc -l) ReplicaSets of the merger where there was $(wc -l <"$work/before")"
! helm upgrade $release "$chart" -n "$ns" -f "$here/values.yaml" --set settings.LOG_LEVEL=error,provision.deadlineSeconds=30 --set-string 'pod.labels.kwok\.local/outcome=fail' --wait --timeout 2m >"$work/out" 2>&1 || fail 'an upgrade goes on though provisioning failed'
[ "$(level)" = debug ] || fail 'a failed provisioning changed the apps'
ok 'An upgrade whose provisioning fails' 'stops there: `pre-upgrade hooks failed`, the apps run on as they were'
helm rollback $release 1 -n "$ns" --wait --timeout 3m >/dev/null || fail 'it does not roll back'
[ "$(level)" = info ] || fail 'the way back changed nothing'
ok '`helm rollback 1 --wait`' "LOG_LEVEL $(level)"

# --- scaling ---------------------------------------------------------------------------------------------
[ -n "${TARGETS:-}" ] && [ -n "${RULES:-}" ] || fail 'TARGETS and RULES are not given: nothing serves the metrics'
node "$here/queues.mjs" "$port" "$ns" $release ingress "${consumers[@]}" & queues=$!
cat >"$RULES" <<'JSON'
{"hansard_stage_due_age_seconds": "max(hansard_stage_due_age_seconds{<<matchers>>}) by (stage)",
 "hansard_stage_lag_records": "max(hansard_stage_lag_records{<<matchers>>}) by (stage)",
 "hansard_ingress_in_flight": "sum(hansard_ingress_in_flight{<<matchers>>})"}
JSON
echo "[{\"targets\":[\"127.0.0.1:$port\"]}]" >"$TARGETS/hansard-try.json"
order() { curl -fsS -X PUT "http://127.0.0.1:$port/$1" >/dev/null; }
until_true 20 'the queues answer' curl -fsS "http://127.0.0.1:$port/state"
replicas() { k get deploy "$release-$1" -o jsonpath='{.spec.replicas}'; }
is() { [ "$(replicas "$1")" = "$2" ]; }
condition() { k get hpa "$release-$1" -o jsonpath="{.status.conditions[?(@.type==\"$2\")].$3}"; }
has_metric() { [ "$(condition "$1" ScalingActive status)" = True ]; }
declare -A lowest; for app in "${consumers[@]}"; do lowest[$app]=$(k get hpa "$release-$app" -o jsonpath='{.spec.minReplicas}'); done
order 'rate?perSecond=99'
for app in "${consumers[@]}"; do until_true 90 "$app at rest" is "$app" "${lowest[$app]}"; until_true 90 "$app has a metric" has_metric "$app"; done
say 'ten times as much, everywhere'
order 'rate?perSecond=990'
for app in "${consumers[@]}"; do until_true 120 "$app at its most" is "$app" 12; done
for app in ingress "${consumers[@]}"; do until_true 60 "$app ready" sh -c "[ \"\$(kubectl -n $ns get deploy $release-$app -o jsonpath='{.status.readyReplicas}')\" = \"\$(kubectl -n $ns get deploy $release-$app -o jsonpath='{.spec.replicas}')\" ]"; done
curl -fsS "http://127.0.0.1:$port/state" >"$work/state.json"
for app in "${consumers[@]}"; do
  seconds=$(node -p "const q = require('$work/state.json')['$app']; ((q.mostAt - q.crossedAt) / 1000).toFixed(1)")
  node -e "process.exit($seconds <= 60 ? 0 : 1)" || fail "$app took $seconds s"
  ok "A tenfold burst on the $app" "${lowest[$app]} → 12 replicas ready $seconds s after its lag crossed 500 records; capped at the 12 partitions"
done
ok 'The ingress, 5 requests in hand → 50' "2 → $(replicas ingress) replicas"
for app in "${consumers[@]}"; do order "missing?stage=$app&missing=true"; done
order 'rate?perSecond=0'
for app in "${consumers[@]}"; do until_true 60 "$app misses its metric" sh -c "[ \"\$(kubectl -n $ns get hpa $release-$app -o jsonpath='{.status.conditions[?(@.type==\"ScalingActive\")].status}')\" = False ]"; done
sleep 30 # three times as long as it takes to scale down
for app in "${consumers[@]}"; do is "$app" 12 || fail "$app was scaled to $(replicas "$app") without a metric"; done
ok 'The metric missing for 30 s, three times the stabilization' "all five hold 12 replicas: \`$(condition merger ScalingActive reason)\`"
order 'missing?missing=false'
began=$SECONDS
for app in "${consumers[@]}"; do until_true 180 "$app down again" is "$app" "${lowest[$app]}"; done
ok 'The lag gone' "all five back at their least, four pods at a time, within $((SECONDS - began)) s"
helm uninstall $release -n "$ns" --wait >/dev/null
[ -z "$(k get deploy,svc,hpa,pdb,netpol,ingress -o name)" ] || fail 'something stays behind'
k get secret hansard >/dev/null || fail 'the Secret went along'
ok '`helm uninstall`' 'nothing left but the Secret, which is not the chart’s'
{
  echo '# The chart on a cluster'
  echo
  echo "By \`infra/helm/try/try.sh --report docs/reports/kubernetes.md\` on $(date -u +%F): Kubernetes $(kubectl version -o json | node -p 'JSON.parse(require("fs").readFileSync(0)).serverVersion.gitVersion') (API server, controllers and scheduler; $(kubectl get node -o name | wc -l) simulated nodes, whose pods become ready and do nothing), Helm $(helm version --template '{{.Version}}')."
  echo 'The lags are those of `infra/helm/try/queues.mjs`: queues that ready replicas empty at 100 records a second each. The controller looks every 5 s here (15 s unless told), scaling down waits 10 s (300).'
  echo
  echo '| what | result |'
  echo '|---|---|'
  printf '%s\n' "${rows[@]}"
  echo
  echo 'Not shown by it: containers (see [images.md](images.md)), CPU metrics, NetworkPolicies at work.'
} >"$report"
say "$passed passed"
