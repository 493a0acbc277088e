/** A metric as docs/metrics.md has it. */
export interface DocumentedMetric {
  readonly name: string
  readonly type: string
  /** In the order of the page. */
  readonly labels: readonly string[]
}

/** Rows look like: | `name` | counter | unit | `label`, `label` | meaning | */
const row = /^\| `([a-z_]+)` \| (counter|gauge|histogram) \| ([^|]*) \| ([^|]*) \| ([^|]+) \|$/

/** The metrics of a page in Markdown: of every table row that begins with a name in backquotes. Throws for a row that is not complete. */
export const documentedMetrics = (page: string): readonly DocumentedMetric[] =>
  page.split('\n').flatMap((line) => {
    if (!line.startsWith('| `')) return []
    const [, name, type, , labels] = row.exec(line) ?? []
    if (name === undefined || type === undefined || labels === undefined)
      throw new Error(`This row is not "| \`name\` | type | unit | \`labels\` or – | meaning |": ${line}`)
    return [{ name, type, labels: [...labels.matchAll(/`(\w+)`/g)].map(([, label = '']) => label) }]
  })

export interface ExposedMetric {
  readonly name: string
  readonly type: string
  readonly labels: ReadonlySet<string>
}

/** What a page of metrics in Prometheus' text format holds. Labels are known where there are series. */
export const exposedMetrics = (text: string): readonly ExposedMetric[] => {
  const types = new Map([...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name = '', type = '']) => [name, type]))
  return [...types].map(([name, type]) => {
    const ofSeries = type === 'histogram' || type === 'summary' ? `${name}(?:_bucket|_sum|_count)?` : name
    const series = text.matchAll(new RegExp(`^${ofSeries}(?:\\{(.*)\\})? `, 'gm'))
    const labels = [...series].flatMap(([, inside = '']) => [...inside.matchAll(/(\w+)="/g)].map(([, label = '']) => label))
    return { name, type, labels: new Set(labels.filter((label) => !(type === 'histogram' && label === 'le'))) }
  })
}
