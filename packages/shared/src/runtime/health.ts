/** What a process knows of its own state. */
export interface Health {
  /** `detail` says why not, for a person. */
  setReady(what: string, ready: boolean, detail?: string): void
  onAlive(check: () => boolean): void
  /** What keeps it from being ready; empty when it is. */
  notReady(): Readonly<Record<string, string>>
  alive(): boolean
  /** A page that only operators see: JSON, at this path of the operator port. */
  addOperatorPage(path: string, page: () => unknown): void
  operatorPage(path: string): (() => unknown) | undefined
}

export const createHealth = (): Health => {
  const blockers = new Map<string, string>()
  const checks: (() => boolean)[] = []
  const pages = new Map<string, () => unknown>()
  return {
    setReady(what, ready, detail = 'not ready') {
      if (ready) blockers.delete(what)
      else blockers.set(what, detail)
    },
    onAlive: (check) => void checks.push(check),
    notReady: () => Object.fromEntries(blockers),
    alive: () => checks.every((check) => check()),
    addOperatorPage: (path, page) => void pages.set(path, page),
    operatorPage: (path) => pages.get(path),
  }
}
