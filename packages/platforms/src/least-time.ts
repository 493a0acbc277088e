/** For tests of speed: the least processor time of three runs in milliseconds, which is the same however busy the machine is. */
export const leastTime = (run: () => unknown): number =>
  Math.min(
    ...[1, 2, 3].map(() => {
      const before = process.threadCpuUsage()
      run()
      const { user, system } = process.threadCpuUsage(before)
      return (user + system) / 1_000
    }),
  )
