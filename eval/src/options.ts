import { parseArgs } from 'node:util'

export const usage = `Usage: npm run eval [-- --quick] [--json <file>] [--show]

  --quick        one pair of each case and share instead of six or twelve
  --json <file>  writes every figure there
  --show         names each pair that was judged wrong, with the evidence`

export interface Options {
  readonly quick: boolean
  readonly json: string | undefined
  readonly show: boolean
  readonly help: boolean
}

/** Throws with what is wrong on options that are not known. */
export const readOptions = (args: readonly string[]): Options => {
  const { values } = parseArgs({
    args: [...args],
    options: { quick: { type: 'boolean' }, json: { type: 'string' }, show: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
  })
  return { quick: values.quick === true, json: values.json, show: values.show === true, help: values.help === true }
}
