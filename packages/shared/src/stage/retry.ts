/** When a record that failed now is tried again, and in which topic it waits. */
export interface RetryPlan {
  /** The delay that names the retry topic, in seconds. */
  readonly delaySeconds: number
  /** Epoch milliseconds. */
  readonly dueAt: number
}

/**
 * | attempt | waits  |
 * |---------|--------|
 * | 1       | –      |
 * | 2       | +1 min |
 * | 3       | +2 min |
 * | 4       | +4 min |
 * | 5       | +8 min, then give up |
 *
 * with the default `delays` [60, 120, 240, 480] seconds. One topic per delay, so that the head of a topic is always the
 * first to be due. When the other side asks for a longer wait (`notBefore`), the first delay that covers it is taken, the
 * longest one otherwise. `attempts` made so far includes the first; undefined: give up.
 */
export const planRetry = (delays: readonly number[], attempts: number, now: number, notBefore = 0): RetryPlan | undefined => {
  const planned = delays[attempts - 1]
  if (planned === undefined) return undefined
  const needed = Math.max(planned, (notBefore - now) / 1000)
  const delaySeconds = delays.find((delay) => delay >= needed) ?? Math.max(...delays)
  return { delaySeconds, dueAt: now + delaySeconds * 1000 }
}

/**
 * When a record that could not be decided yet is looked at again, without spending an attempt: the delays in turn, then the longest
 * again and again, until `until` (epoch milliseconds) has passed. `deferrals` made so far; undefined: it has waited too long.
 */
export const planDeferral = (
  delays: readonly number[],
  deferrals: number,
  now: number,
  notBefore: number,
  until: number,
): RetryPlan | undefined => (now > until ? undefined : planRetry(delays, Math.min(deferrals + 1, delays.length), now, notBefore))
