#!/bin/sh
# Lays out what an image holds below $1: Node, the workspaces that $APP needs with their dependencies, the health check, and the list of
# all of it (CycloneDX). Everything gets one time, so that two builds of one commit make the same layers. Runs inside the Dockerfile.
set -eu
image=$1
home=$image/hansard
mkdir -p "$home" "$image/usr/local/bin"
cp "$(command -v node)" "$image/usr/local/bin/node"

# npm linked exactly the workspaces that are needed. Each keeps its place: Node strips types outside node_modules only.
for link in node_modules/@hansard/*; do
  folder=$(readlink -f "$link")
  cp -a --parents "${folder#"$PWD"/}" "$home"
done
cp -a node_modules package.json "$home"
cp infra/docker/healthcheck.mjs "$home"
app=$(readlink -f "node_modules/@hansard/$APP")
ln -s "${app#"$PWD"/}" "$home/app"

# Nobody reads these at run time.
find "$home/node_modules" -type f \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' -o -name '*.md' \) -delete
rm -rf "$home/node_modules/.bin" "$home/node_modules/.package-lock.json"

if [ "$APP" = cli ]; then wanted=./apps; else wanted="@hansard/$APP"; fi
npm sbom --sbom-format cyclonedx --package-lock-only --omit dev --workspace "$wanted" | node infra/docker/sbom.mjs >"$home/sbom.cdx.json"

find "$image" -exec touch -h -d @0 {} +
