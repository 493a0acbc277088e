# One image for every app: docker build --build-arg APP=ingress -t hansard/ingress .
# APP is the name of a workspace without its scope: an app, or `stack` for the simulator and the sample meeting of docker-compose.yml.
# There is no build: Node runs the TypeScript as it is. The second stage has no shell, no package manager and no compiler.
ARG NODE_IMAGE=node:24.21.0-bookworm-slim
ARG RUNTIME_IMAGE=gcr.io/distroless/cc-debian12:nonroot

# What decides about node_modules, and nothing else: as long as it does not change, the layer of `npm ci` is taken from the cache.
FROM ${NODE_IMAGE} AS manifests
WORKDIR /source
COPY . .
RUN find . -type f ! -name 'package*.json' ! -name .npmrc -delete

FROM ${NODE_IMAGE} AS build
ARG APP
# A mirror, where there is one; it leaves no trace in the image.
ARG NPM_CONFIG_REGISTRY
WORKDIR /source
COPY --from=manifests /source ./
# `hansard dlq explain` runs the stages themselves, so the command line takes all apps along.
RUN test -n "$APP" || { echo 'Say which app: --build-arg APP=ingress' >&2; exit 2; }; \
    if [ "$APP" = cli ]; then wanted=./apps; else wanted="@hansard/$APP"; fi; \
    npm ci --omit=dev --ignore-scripts --workspace "$wanted"
COPY . .
RUN APP="$APP" sh infra/docker/assemble.sh /image

FROM ${RUNTIME_IMAGE}
ARG APP
COPY --from=build /image /
WORKDIR /hansard/app
# 65532 is distroless' `nonroot`; as a number, so that Kubernetes can see that it is not root.
USER 65532:65532
ENV NODE_ENV=production HEALTH_HOST=0.0.0.0 HEALTH_PORT=9090 HOST=0.0.0.0
EXPOSE 8080 9090
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 CMD ["node", "/hansard/healthcheck.mjs"]
ENTRYPOINT ["node"]
CMD ["src/main.ts"]
LABEL org.opencontainers.image.title="hansard-${APP}" org.opencontainers.image.licenses="Apache-2.0"
