/** What has to be let go of at the end, in reverse order of being taken; a release that fails does not keep the others from running. */
export interface Releases {
  /** May be called while `releaseAll` runs: it is let go of then. */
  add(release: () => Promise<unknown>): void
  /** The first failure is thrown, after all have run. Calling it again waits for the same end. */
  releaseAll(): Promise<void>
}

export const createReleases = (): Releases => {
  const taken: (() => Promise<unknown>)[] = []
  let releasing: Promise<void> | undefined
  const run = async (): Promise<void> => {
    const failures: unknown[] = []
    for (let release = taken.pop(); release !== undefined; release = taken.pop()) {
      await release().catch((error: unknown) => failures.push(error))
    }
    if (failures.length > 0) throw failures[0]
  }
  return {
    add: (release) => void taken.push(release),
    releaseAll: () => (releasing ??= run()),
  }
}
