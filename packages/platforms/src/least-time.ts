/** For tests of speed: the least time of three runs in milliseconds, which other work on the machine disturbs least. */
export const leastTime = (run: () => unknown): number =>
  Math.min(
    ...[1, 2, 3].map(() => {
      const began = performance.now()
      run()
      return performance.now() - began
    }),
  )
