#!/usr/bin/env bash
# Prints the digest that an image's tag stands for in its registry now: that of the index, where there are several platforms.
#   infra/docker/digest-of.sh IMAGE:TAG
# Needs docker buildx and the registry.
set -euo pipefail
answer=$(${DOCKER:-docker} buildx imagetools inspect --format '{{json .Manifest.Digest}}' "$1")
grep -m 1 -oE 'sha256:[0-9a-f]{64}' <<<"$answer" || { echo "The registry tells no digest of $1." >&2; exit 1; }
