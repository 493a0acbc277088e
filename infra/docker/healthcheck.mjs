// Docker's health check: is this process ready, as it says itself? Kubernetes asks the same address without this file.
const answer = await fetch(`http://127.0.0.1:${process.env.HEALTH_PORT}/readyz`, { signal: AbortSignal.timeout(2_500) }).catch(
  () => undefined,
)
process.exit(answer?.ok ? 0 : 1)
