// The Helm test: is every app ready, and does the ingress refuse what nobody signed? It writes nothing.
const [ingress, ...services] = process.argv.slice(2)
const failures = []
const check = async (what, url, init, expected) => {
  const answer = await fetch(url, { ...init, signal: AbortSignal.timeout(5_000) }).catch((error) => ({ status: error.cause?.code ?? error.message }))
  const ok = expected.includes(answer.status)
  process.stdout.write(`${ok ? 'ok    ' : 'FAILED'} ${what}: ${answer.status}\n`)
  if (!ok) failures.push(what)
}
for (const service of services) await check(`${service} is ready`, `http://${service}/readyz`, {}, [200])
await check('an unsigned webhook is refused', `http://${ingress}/webhooks/zoom/recording-completed`, { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } }, [400, 401])
await check('what is no webhook is not found', `http://${ingress}/webhooks/nobody`, { method: 'POST' }, [404])
process.exitCode = failures.length === 0 ? 0 : 1
