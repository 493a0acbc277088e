import { writeFile } from 'node:fs/promises'
import { settingNames } from './settings.ts'

// `npm run generate`: tells the chart which settings each app has.
await writeFile(new URL('../hansard/files/settings.json', import.meta.url), `${JSON.stringify(settingNames(), undefined, 2)}\n`)
