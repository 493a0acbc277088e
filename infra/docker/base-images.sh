#!/usr/bin/env bash
# Where no image can be pulled: makes stand-ins for the two base images of the Dockerfile from Debian's packages (debootstrap, as root, about
# two minutes) and the `node` package. Prints their names as build arguments.
#   node   Debian, Node and npm        runtime   only the C library, libstdc++, certificates and a user: as small as distroless
set -euo pipefail
work=${1:?base-images.sh WORK_DIRECTORY NODE_BINARY}
node=${2:?base-images.sh WORK_DIRECTORY NODE_BINARY}
docker=${DOCKER:-docker}
mirror=$(sed -n 's/^URIs: *//p; s/^deb \(\[[^]]*\] \)\?\([^ ]*\).*/\2/p' /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null | head -n 1 || true)
rootfs=$work/rootfs
[ -e "$rootfs/etc/debian_version" ] || debootstrap --variant=minbase --include=ca-certificates bookworm "$rootfs" "$mirror" >&2

build=$work/node
if [ ! -e "$build/usr/local/bin/node" ]; then
  cp -a "$rootfs" "$build"
  install -m 755 "$node" "$build/usr/local/bin/node"
  npm install --silent --no-fund --no-audit --prefix "$work/npm" npm@11 >&2
  mkdir -p "$build/usr/local/lib/node_modules"
  cp -a "$work/npm/node_modules/npm" "$build/usr/local/lib/node_modules/npm"
  ln -sf ../lib/node_modules/npm/bin/npm-cli.js "$build/usr/local/bin/npm"
fi
# A machine that reaches the registry through a mirror or its own certificates: what npm here knows, npm there needs, and no other image has it.
config() { [ ! -f "$1" ] || install -D -m 644 "$1" "$build$2"; }
config /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
config "$(npm config get userconfig)" /root/.npmrc
config "$(npm config get globalconfig)" /usr/local/etc/npmrc

runtime=$work/runtime
if [ ! -d "$runtime" ]; then
  mkdir -p "$runtime"/{etc/ssl/certs,tmp,usr/local/bin,usr/lib,lib64,home/nonroot}
  (cd "$rootfs" && cp -a --parents usr/lib/x86_64-linux-gnu/lib{c,m,dl,pthread,rt,resolv,nss_dns,nss_files,gcc_s,stdc++}.so* usr/lib/x86_64-linux-gnu/ld-linux* "$runtime" 2>/dev/null) || true
  cp -aL "$rootfs/lib64/ld-linux-x86-64.so.2" "$runtime/lib64/"
  ln -s usr/lib "$runtime/lib"
  cp "$rootfs/etc/ssl/certs/ca-certificates.crt" "$runtime/etc/ssl/certs/"
  echo 'nonroot:x:65532:65532::/home/nonroot:/nonexistent' >"$runtime/etc/passwd"
  echo 'nonroot:x:65532:' >"$runtime/etc/group"
  echo 'hosts: files dns' >"$runtime/etc/nsswitch.conf"
fi
for name in node runtime; do
  $docker image inspect "hansard-base/$name:local" >/dev/null 2>&1 || tar -C "$work/$name" -c . | $docker import -c 'ENV PATH=/usr/local/bin:/usr/bin:/bin' - "hansard-base/$name:local" >/dev/null
done
echo "--build-arg NODE_IMAGE=hansard-base/node:local --build-arg RUNTIME_IMAGE=hansard-base/runtime:local"
