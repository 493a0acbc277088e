/** The fields a GraphQL query asks for, in their nesting; null for a field without sub-fields. */
export interface Selection {
  readonly [field: string]: Selection | null
}

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}()]|[A-Za-z_][A-Za-z0-9_]*/g

/**
 * Reads the selection of a query's one operation. Arguments are skipped; aliases, fragments and directives are not understood, which no query
 * for a transcript needs. Undefined when the braces do not match.
 */
export const readSelection = (query: string): Selection | undefined => {
  const tokens: readonly string[] = query.replaceAll(/#.*/g, '').match(TOKEN) ?? []
  let at = tokens.indexOf('{')
  const skipArguments = (): void => {
    if (tokens[at] !== '(') return
    while (at < tokens.length && tokens[at] !== ')') at += 1
    at += 1
  }
  const readFields = (): Selection | undefined => {
    const fields: Record<string, Selection | null> = {}
    at += 1
    while (tokens[at] !== '}') {
      const name = tokens[at]
      if (name === undefined || !/^\w+$/.test(name)) return undefined
      at += 1
      skipArguments()
      const inner = tokens[at] === '{' ? readFields() : null
      if (inner === undefined) return undefined
      fields[name] = inner
    }
    at += 1
    return fields
  }
  const head = tokens.indexOf('(')
  if (head >= 0 && head < at) {
    at = head
    skipArguments()
  }
  return tokens[at] === '{' ? readFields() : undefined
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Only what was asked for, as GraphQL answers. Throws RangeError with GraphQL's words for a field that does not exist or is asked for wrongly. */
export const project = (value: unknown, selection: Selection | null, path: string): unknown => {
  if (value === null) return null
  if (Array.isArray(value)) return value.map((item) => project(item, selection, path))
  if (!isRecord(value)) {
    if (selection !== null) throw new RangeError(`Field "${path}" must not have a selection since it has no subfields.`)
    return value
  }
  if (selection === null) throw new RangeError(`Field "${path}" must have a selection of subfields.`)
  return Object.fromEntries(
    Object.entries(selection).map(([field, inner]) => {
      if (!(field in value)) throw new RangeError(`Cannot query field "${field}" on "${path}".`)
      return [field, project(value[field], inner, field)]
    }),
  )
}
