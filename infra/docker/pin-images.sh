#!/usr/bin/env bash
# Pins the images that others made: writes the digest behind each tag of docker-compose.yml and of the Dockerfile's build arguments beside it,
# `image:tag@sha256:…`. What is pinned already is looked up by its tag again. Nothing is written unless every image was found.
#   infra/docker/pin-images.sh [FILE…]
# Needs docker buildx and the images' registries.
set -euo pipefail
here=$(dirname "$0")
[ $# -gt 0 ] || set -- "$here/../../docker-compose.yml" "$here/../../Dockerfile"
# hansard/… has no tag: it is built here.
image='( *image: |ARG [A-Z]+_IMAGE=)([^ @]+:[^ @/]+)(@[^ ]*)?'
edits=()
for tagged in $(sed -nE "s#^$image\$#\2#p" "$@" | sort -u); do
  digest=$("$here/digest-of.sh" "$tagged")
  edits+=(-e "s#^( *image: |ARG [A-Z]+_IMAGE=)${tagged//./\\.}(@[^ ]*)?\$#\1$tagged@$digest#")
  echo "$tagged@$digest"
done
for file; do
  pinned=$(sed -E "${edits[@]}" "$file")
  printf '%s\n' "$pinned" >"$file"
done
