#!/usr/bin/env bash
# Prints the digests of Hansard's images, which were pushed, as values of the chart: what image.requireDigest asks for.
#   infra/docker/digests.sh REGISTRY/REPOSITORY TAG >digests.yaml
# Needs docker buildx and the registry.
set -euo pipefail
images=${1:?digests.sh REGISTRY/REPOSITORY TAG} tag=${2:?digests.sh REGISTRY/REPOSITORY TAG}
digest() { "$(dirname "$0")/digest-of.sh" "$images/$1:$tag"; }
values='apps:'
for app in ingress verifier deduper transcript-processor merger recorder; do
  found=$(digest $app)
  values+=$'\n'"  $app: { digest: '$found' }"
done
found=$(digest cli)
printf '%s\n' "$values" "provision: { digest: '$found' }"
