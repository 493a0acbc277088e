import type { StartOptions } from './options.ts'

const columns = 80

/** Why no sample meeting is sent, for people, and what to do instead; undefined: one is sent. `foreign`: the settings that lead to other platforms. */
export const whyNoSample = ({ sample, once }: Pick<StartOptions, 'sample' | 'once'>, foreign: readonly string[]): string | undefined => {
  if (sample && foreign.length === 0) return undefined
  const why = `No sample meeting: ${sample ? `${inWords(foreign)} set.` : 'not wanted.'}`
  // Nobody sends anything to what ends at once.
  if (once) return why
  const instead = 'Send one: npm run send -- zoom'
  return [why, instead].join(why.length + 1 + instead.length <= columns ? ' ' : '\n')
}

const inWords = (names: readonly string[]): string =>
  names.length === 1 ? `${names[0]} is` : `${names.slice(0, -1).join(', ')} and ${names.at(-1)} are`
