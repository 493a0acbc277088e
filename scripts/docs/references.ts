/** What a document's tables point to. */
export interface References {
  /** Files and folders, or the ends of their paths: `zoom/vtt.test.ts`, `apps/recorder`; braces and stars are taken apart. */
  readonly paths: readonly string[]
  /** Names of tests, or parts of them: what stands in quotation marks in a table's last column. */
  readonly titles: readonly string[]
}

const isPath = (text: string): boolean =>
  /^[\w@.*{},/-]+$/.test(text) && (/\.(?:ts|sql|md|acl|mjs|avsc)$/.test(text) || /^(?:apps|packages|e2e|scripts|docs)\//.test(text))

/** `a/{b,c}.ts` is `a/b.ts` and `a/c.ts`. */
const expanded = (path: string): readonly string[] => {
  const braces = /^(.*)\{([^}]*)\}(.*)$/.exec(path)
  return braces === null ? [path] : (braces[2] ?? '').split(',').flatMap((part) => expanded(`${braces[1]}${part}${braces[3]}`))
}

/** What the tables of a Markdown document name. */
export const referencesIn = (markdown: string): References => {
  const rows = markdown.split('\n').filter((line) => line.startsWith('|'))
  const codes = rows.flatMap((row) => [...row.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code))
  const last = rows.map((row) => row.split('|').at(-2) ?? '')
  return {
    paths: codes.filter(isPath).flatMap(expanded),
    titles: last.flatMap((cell) => [...cell.matchAll(/"([^"]+)"/g)].map(([, title = '']) => title)),
  }
}

/** Those of the paths that no file has, whole or at its end, nor a folder. */
export const missingPaths = (paths: readonly string[], files: readonly string[]): readonly string[] =>
  paths.filter((path) => {
    const pattern = path.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`).replaceAll('*', '[^/]*')
    const wanted = new RegExp(`(?:^|/)${pattern.replace(/\/$/, '')}(?:/|$)`)
    return !files.some((file) => wanted.test(file))
  })
