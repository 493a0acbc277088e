import { parseArgs } from 'node:util'

export const usage = `Usage: npm run eval [-- --quick] [--json <file>] [--show]
       npm run eval -- --subtitles <folder> [--show]

  --quick        one pair of each case and share instead of six or twelve
  --json <file>  writes every figure there
  --show         names each pair that was judged wrong, with the evidence

  --subtitles <folder>  reads every .vtt and .srt below the folder instead, and says who is taken for a speaker and what for speech;
                        with --show, each name and each prefix that is none, with the reason`

export interface Options {
  readonly quick: boolean
  readonly json: string | undefined
  readonly show: boolean
  /** A folder of real subtitle files to read instead. */
  readonly subtitles: string | undefined
  readonly help: boolean
}

/** Throws with what is wrong on options that are not known. */
export const readOptions = (args: readonly string[]): Options => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean' },
      json: { type: 'string' },
      show: { type: 'boolean' },
      subtitles: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  })
  const { quick, json, show, subtitles, help } = values
  return { quick: quick === true, json, show: show === true, subtitles, help: help === true }
}
