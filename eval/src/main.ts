import { visible } from '@hansard/shared/printable'
import { writeFile } from 'node:fs/promises'
import { evaluate } from './evaluate.ts'
import { readOptions, usage } from './options.ts'
import { mergingRates, mergingReport } from './report/merging-report.ts'
import { ratesOf, recognisingReport } from './report/recognising-report.ts'
import { targetsReport } from './report/targets.ts'
import { subtitlesReport } from './subtitles/report.ts'
import { readFolder } from './subtitles/read-folder.ts'
import { measureLongPair } from './measure/long-pair.ts'

const options = readOptions(process.argv.slice(2))
if (options.help) console.log(usage)
else if (options.subtitles !== undefined) console.log(visible(subtitlesReport(await readFolder(options.subtitles), options.show)))
else {
  const { pairs, meetings } = evaluate(options.quick ? 'quick' : 'full')
  const long = measureLongPair()
  console.log(`\n${recognisingReport(pairs)}\n\n${mergingReport(meetings)}\n`)
  const { text, met } = targetsReport(pairs, meetings, long)
  console.log(`${text}\n`)
  if (options.show)
    for (const { name, share, language, kind, same, score, reasons } of pairs)
      if (score > 0.9 !== same)
        console.log(
          visible(`${same ? 'missed' : 'wrongly merged'} ${score.toFixed(3)} ${name} (${share}, ${language}, ${kind})\n    ${reasons}`),
        )
  if (options.json !== undefined)
    await writeFile(
      options.json,
      JSON.stringify({ recognising: ratesOf(pairs), merging: mergingRates(meetings), long, pairs, meetings }, null, 1),
    )
  process.exitCode = met ? 0 : 1
}
