/** Asks once and remembers the answer; a failure is not remembered, the next call asks again. Calls at the same time share one question. */
export const remembered = <T>(ask: () => Promise<T>): (() => Promise<T>) => {
  let answer: Promise<T> | undefined
  return () => {
    if (answer === undefined) {
      const asking = ask()
      answer = asking
      asking.catch(() => (answer = undefined))
    }
    return answer
  }
}
