import { randomInt } from 'node:crypto'
import { kafkaConfig, postgresConfig, readConfig } from '@hansard/shared/runtime/config'
import { withIdentity } from '@hansard/simulator/meeting/identity'
import { sampleMeeting } from '@hansard/simulator/meeting/sample'
import { z } from 'zod'
import { runSample, SampleError } from '../start/sample.ts'
import type { SampleDelivery } from '../start/sample.ts'
import { seed } from '../start/seed.ts'
import { sampleTitle, showDelivery, showJourneys, showMerged } from '../start/show-sample.ts'

// The sample meeting of `npm start` where everything runs elsewhere, as in docker-compose.yml: `seed` writes its workspace and integrations
// into the database, `send` sends it and shows what became of it.
const sampleConfig = z.object({
  ...kafkaConfig,
  ...postgresConfig,
  HANSARD_KEYS: z.string(),
  INGRESS_URL: z.url(),
  SIMULATOR_URL: z.url(),
  ZOOM_WEBHOOK_SECRET: z.string(),
  FIREFLIES_WEBHOOK_SECRET: z.string(),
  OTTER_WEBHOOK_SECRET: z.string(),
})
type SampleConfig = z.infer<typeof sampleConfig>

const dayMs = 86_400_000

/** Each time on a day of its own: at one time it would be one meeting to the merger, rightly. */
const send = async (config: SampleConfig): Promise<void> => {
  const meeting = withIdentity(sampleMeeting, `sample-${Date.now()}`, sampleMeeting.startedAt - randomInt(500) * 2 * dayMs)
  const route = {
    ingress: config.INGRESS_URL,
    simulator: config.SIMULATOR_URL,
    brokers: config.KAFKA_BROKERS.join(','),
    registry: config.SCHEMA_REGISTRY_URL,
    postgres: config.DATABASE_URL,
  }
  const deliveries: SampleDelivery[] = []
  console.log(sampleTitle(meeting))
  const outcome = await runSample(meeting, route, config, (delivery) => {
    deliveries.push(delivery)
    console.log(showDelivery(delivery))
  })
  console.log(showJourneys(deliveries, outcome.steps))
  console.log(showMerged(outcome))
}

try {
  const config = readConfig(sampleConfig, process.env)
  const [what] = process.argv.slice(2)
  if (what === 'seed') await seed(config.DATABASE_URL, config, { keepCredentials: false })
  else if (what === 'send') await send(config)
  else throw new SampleError(`Say what to do: seed or send, not ${what ?? 'nothing'}.`)
} catch (error) {
  if (!(error instanceof Error)) throw error
  console.error(error.message)
  process.exitCode = 1
}
