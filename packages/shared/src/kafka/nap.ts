/** The longest wait a timer can do. */
const longestMs = 2 ** 31 - 1

/** A sleep that can be cut short; one at a time. */
export interface Nap {
  /** Sleeps until the time (epoch milliseconds) has come or `enough` says so, which is asked at every `wake`. Never ends early otherwise. */
  until(time: number, enough: () => boolean): Promise<void>
  wake(): void
}

export const createNap = (now: () => number): Nap => {
  let wake = () => {}
  const sleep = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, Math.min(ms, longestMs))
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  return {
    async until(time, enough) {
      for (let left = time - now(); left > 0 && !enough(); left = time - now()) await sleep(left)
    },
    wake: () => wake(),
  }
}
