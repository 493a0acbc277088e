// Stands for the pipeline in a cluster whose pods do no work: every stage has a queue, fed at a rate, emptied by as many consumers as the
// cluster says are ready. Serves what the recorder and the ingress would, and takes orders:
//   PUT /rate?stage=S&perSecond=N     PUT /missing?stage=S&missing=true (the recorder is silent about it)     GET /state
// queues.mjs PORT NAMESPACE RELEASE STAGE…; kubectl is found in PATH and the cluster by KUBECONFIG.
import { spawn } from 'node:child_process'
import { createServer } from 'node:http'
import { createInterface } from 'node:readline'

const [port, namespace, release, ...stages] = process.argv.slice(2)
const perConsumer = 100
const queues = new Map(
  stages.map((stage) => [stage, { backlog: 0, rate: 0, replicas: 0, missing: false, crossedAt: 0, mostAt: 0, most: 0 }]),
)
/** Requests in hand, as Little's law has it: rate × 0.05 s. */
const inHandSeconds = 0.05

const watch = spawn('kubectl', ['-n', namespace, 'get', 'deploy', '-w', '-o', 'jsonpath={.metadata.name} {.status.readyReplicas}{"\\n"}'], {
  stdio: ['ignore', 'pipe', 'inherit'],
})
createInterface({ input: watch.stdout }).on('line', (line) => {
  const [name, ready = '0'] = line.split(' ')
  const queue = queues.get(name.replace(`${release}-`, ''))
  if (queue === undefined) return
  queue.replicas = Number(ready) || 0
  if (queue.replicas > queue.most) Object.assign(queue, { most: queue.replicas, mostAt: Date.now() })
})

let last = Date.now()
setInterval(() => {
  const seconds = (Date.now() - last) / 1_000
  last = Date.now()
  for (const [stage, queue] of queues) {
    if (stage === 'ingress') continue
    queue.backlog = Math.max(0, queue.backlog + (queue.rate - queue.replicas * perConsumer) * seconds)
    if (queue.backlog > 500 && queue.crossedAt === 0) queue.crossedAt = Date.now()
  }
}, 200)

const metrics = () =>
  [...queues]
    .filter(([, { missing }]) => !missing)
    .flatMap(([stage, { backlog, rate }]) =>
      stage === 'ingress'
        ? [`hansard_ingress_in_flight{namespace="${namespace}"} ${rate * inHandSeconds}`]
        : [
            `hansard_stage_lag_records{namespace="${namespace}",stage="${stage}"} ${Math.round(backlog)}`,
            `hansard_stage_due_age_seconds{namespace="${namespace}",stage="${stage}"} ${rate === 0 ? 0 : (backlog / rate).toFixed(1)}`,
          ],
    )
    .join('\n')

createServer((request, response) => {
  const url = new URL(request.url, 'http://queues')
  const chosen = [...queues].filter(([stage]) => !url.searchParams.has('stage') || url.searchParams.get('stage') === stage)
  if (request.method === 'PUT' && url.pathname === '/rate')
    for (const [, queue] of chosen)
      Object.assign(queue, { rate: Number(url.searchParams.get('perSecond')), crossedAt: 0, most: 0, mostAt: 0 })
  else if (request.method === 'PUT' && url.pathname === '/missing')
    for (const [, queue] of chosen) queue.missing = url.searchParams.get('missing') === 'true'
  else if (url.pathname === '/metrics')
    return response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end(`${metrics()}\n`)
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(Object.fromEntries(queues)))
}).listen(Number(port), '127.0.0.1')
process.on('SIGTERM', () => {
  watch.kill()
  process.exit(0)
})
