import { copyFile, writeFile } from 'node:fs/promises'
import { kafkaUsers } from './kafka-users.ts'
import { settingNames } from './settings.ts'

// `npm run generate`: tells the chart which settings each app has, and gives it the alerts, as it can only read files of its own; tells Strimzi
// which users there are.
const files = new URL('../hansard/files/', import.meta.url)
await writeFile(new URL('settings.json', files), `${JSON.stringify(settingNames(), undefined, 2)}\n`)
await copyFile(new URL('../../observability/prometheus/alerts.yaml', import.meta.url), new URL('alerts.yaml', files))
await writeFile(new URL('../../k8s/kafka-users.yaml', import.meta.url), kafkaUsers())
