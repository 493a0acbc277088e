import { z } from 'zod'

/** Every delay has a topic of its own in every stage, and a record that fails passes all of them. */
const mostDelays = 10
/** Retry topics keep their records for seven days: what waits for longer is gone before it is due. */
const longestSeconds = 3 * 86_400

/** What is wrong with the delays, and what to write instead; undefined where nothing is. */
const faultOf = (texts: readonly string[]): string | undefined => {
  const delays = texts.map(Number)
  const unreadable = texts.find((text, index) => text === '' || !/^\d{1,9}(?:\.\d{1,3})?$/.test(text) || !(Number(delays[index]) > 0))
  if (unreadable !== undefined) return `${JSON.stringify(unreadable.slice(0, 20))} is no number of seconds above 0`
  if (delays.length > mostDelays) return `there are ${delays.length} delays, and each is a topic of every stage: at most ${mostDelays}`
  const long = delays.find((delay) => delay > longestSeconds)
  if (long !== undefined) return `${long} s is longer than ${longestSeconds} s (3 days): retry topics keep their records for 7 days`
  const index = delays.findIndex((delay, place) => place > 0 && delay <= (delays[place - 1] ?? 0))
  if (index === -1) return undefined
  const [before, delay] = [delays[index - 1], delays[index]]
  return delay === before
    ? `${delay} s is there twice, and a delay names its topic`
    : `${delay} s comes after ${before} s: a delay must be longer than the one before it`
}

/** `RETRY_DELAYS`: seconds before attempts 2, 3, …, rising, each a retry topic. What is wrong is said with what to write. */
export const retryDelays = z
  .string()
  .default('60,120,240,480')
  .transform((text, context): readonly number[] => {
    const texts = text.split(',').map((item) => item.trim())
    const fault = faultOf(texts)
    if (fault === undefined) return texts.map(Number)
    context.addIssue({ code: 'custom', message: `${fault}. Write rising seconds separated by commas, like 60,120,240,480` })
    return z.NEVER
  })
