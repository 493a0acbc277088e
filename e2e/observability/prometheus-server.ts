import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, open, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { freePort } from '@hansard/stack/ports'
import { accompany } from '@hansard/stack/processes/accompany'
import type { Ledger } from '@hansard/stack/processes/ledger'
import { waitUntil } from '@hansard/stack/wait-until'
import { findPrometheus } from './prometheus-tools.ts'

interface Sample {
  readonly metric: Readonly<Record<string, string>>
  /** Seconds and the value as text. */
  readonly value: readonly [number, string]
}

/** A Prometheus of our own, for as long as a test takes. */
export interface PrometheusServer {
  /** The value of an expression now; throws what Prometheus says of a faulty one. */
  query(expression: string): Promise<readonly Sample[]>
  stop(): Promise<void>
}

/** Scrapes the targets (host:port) every second, with the alerts and recording rules of `ruleFiles`. */
export const startPrometheus = async (
  folder: string,
  options: {
    readonly targets: readonly string[]
    readonly ruleFiles: readonly string[]
    readonly env: NodeJS.ProcessEnv
    /** The stack's: it ends with whoever started both, however that ends. */
    readonly ledger: Ledger
  },
): Promise<PrometheusServer> => {
  const { prometheus } = await findPrometheus(options.env)
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  const config = join(folder, 'prometheus.json')
  await writeFile(
    config,
    JSON.stringify({
      global: { scrape_interval: '1s', evaluation_interval: '1s' },
      rule_files: options.ruleFiles,
      scrape_configs: [{ job_name: 'hansard', static_configs: [{ targets: options.targets }] }],
    }),
  )
  const address = `127.0.0.1:${await freePort([])}`
  const log = await open(join(folder, 'prometheus.log'), 'w')
  const args = [`--config.file=${config}`, `--storage.tsdb.path=${join(folder, 'data')}`, `--web.listen-address=${address}`]
  const child = spawn(prometheus, args, { stdio: ['ignore', log.fd, log.fd] })
  const exited = once(child, 'exit')
  await log.close()
  await accompany(options.ledger, 'prometheus', child)
  const stop = async () => {
    child.kill('SIGTERM')
    await exited
  }
  const isReady = () =>
    fetch(`http://${address}/-/ready`).then(
      ({ ok }) => ok,
      () => false,
    )
  if (!(await waitUntil(isReady, 60_000))) {
    await stop()
    throw new Error(`Prometheus was not ready within a minute: ${join(folder, 'prometheus.log')} says why`)
  }
  return {
    async query(expression) {
      const response = await fetch(`http://${address}/api/v1/query?query=${encodeURIComponent(expression)}`)
      const answer = (await response.json()) as {
        readonly status: string
        readonly error?: string
        readonly data?: { readonly result: unknown }
      }
      if (answer.status !== 'success') throw new Error(`${answer.error}: ${expression}`)
      return answer.data?.result as readonly Sample[]
    },
    stop,
  }
}
