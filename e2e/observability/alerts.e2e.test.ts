import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { findPrometheus } from './prometheus-tools.ts'

const run = promisify(execFile)
const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = join(root, 'infra/observability/prometheus')
const alertsIn = (text: string) => [...text.matchAll(/^\s+- alert: (\w+)$/gm)].map(([, name = '']) => name)
const rules = () => readFile(join(folder, 'alerts.yaml'), 'utf8')

test('every alert is one that Prometheus accepts, and fires and does not fire as its tests say', async () => {
  const { promtool } = await findPrometheus(process.env)
  const checked = await run(promtool, ['check', 'rules', join(folder, 'alerts.yaml')])
  expect(checked.stdout).toContain(`${alertsIn(await rules()).length} rules found`)
  // Rejects with promtool's account of what differs.
  await run(promtool, ['test', 'rules', join(folder, 'alerts.test.yaml'), join(folder, 'silence.test.yaml')])
})

test('every alert has a test in which it fires, and one in which it does not', async () => {
  const tests = (await Promise.all(['alerts.test.yaml', 'silence.test.yaml'].map((file) => readFile(join(folder, file), 'utf8')))).join(
    '\n',
  )
  for (const alert of alertsIn(await rules())) {
    expect(tests, `${alert} is never seen not firing`).toMatch(new RegExp(`alertname: ${alert}, exp_alerts: \\[\\]`))
    expect(tests, `${alert} is never seen firing`).toMatch(new RegExp(`alertname: ${alert}\\n\\s+exp_alerts:\\n\\s+- exp_labels`))
  }
})

test('every alert names its entry in the runbook, which says what it means, what to look at and what to do', async () => {
  const runbook = await readFile(join(root, 'docs/runbook.md'), 'utf8')
  const entries = new Map(runbook.split(/^## /m).map((section) => [section.slice(0, section.indexOf('\n')), section]))
  const text = await rules()
  for (const alert of alertsIn(text)) {
    expect(text).toContain(`runbook: docs/runbook.md#${alert.toLowerCase()}\n`)
    expect(entries.get(alert), `docs/runbook.md has no entry "## ${alert}"`).toMatch(/\*\*Means\*\* [^]+\*\*Look at\*\* [^]+\*\*Do\*\* /)
  }
})
