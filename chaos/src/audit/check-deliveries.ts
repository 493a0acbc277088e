import type { Report } from './finding.ts'
import { originOf } from './facts.ts'
import type { Indexed } from './index-facts.ts'

/** A 2xx means durable; what was refused never passes; nothing is stored that nobody sent. */
export const checkAnswers = ({ answers, bodies, eventOf, stored, raw, injectedAt }: Indexed, report: Report): void => {
  const storedBodies = Map.groupBy(stored.values(), ({ bodyHash }) => bodyHash)
  for (const { bodyHash, status, webhookEventId } of answers) {
    const event = eventOf.get(bodies.get(bodyHash)?.eventKey ?? '')
    const name = `${event?.key ?? bodyHash} (answered ${status})`
    const isForged = event?.end.kind === 'refused'
    if (status === 200) {
      if (isForged) report('unexplained', 'forged', `${name} was let in`)
      const found = webhookEventId === null ? storedBodies.get(bodyHash)?.[0] : stored.get(webhookEventId)
      if (found === undefined) report('lost', 'delivery', `${name} is not in the log: ${webhookEventId}`)
      else if (found.bodyHash !== bodyHash) report('altered', 'delivery', `${name} has other bytes in the log: ${webhookEventId}`)
    } else if (status === 401 && isForged) continue
    else if (status !== null && status !== 429 && status < 500) report('unexplained', 'delivery', `${name} was refused`)
  }
  for (const record of raw) {
    const event = eventOf.get(bodies.get(record.bodyHash)?.eventKey ?? '')
    if (event?.end.kind === 'refused') report('unexplained', 'forged', `${event.key} is in the log: ${originOf(record)}`)
    if (event === undefined && !injectedAt.has(originOf(record))) report('unexplained', 'delivery', `nobody sent ${originOf(record)}`)
  }
}

/** Every stored delivery has one final outcome, and no outcome is of anything else. */
export const checkOutcomes = ({ stored, endsOf, journal, injectedAt, rows }: Indexed, report: Report): void => {
  for (const id of stored.keys()) {
    const ends = endsOf.get(id) ?? []
    if (ends.length === 0) report('lost', 'outcome', `${id} never ended`)
    if (ends.length > 1)
      report('doubled', 'outcome', `${id} ended ${ends.length} times: ${ends.map(({ stage, status }) => `${stage} ${status}`).join(', ')}`)
  }
  const exactlyOnce = new Set(['deduper', 'transcript-processor', 'merger'])
  const seen = new Set<string>()
  for (const { value, ...place } of journal) {
    const { entryId, webhookEventId, stage, status, origin } = value
    if (webhookEventId !== null && !stored.has(webhookEventId) && !injectedAt.has(origin))
      report('unexplained', 'outcome', `${stage} ${status} of ${webhookEventId}, which nobody sent (${originOf(place)})`)
    if (seen.has(entryId) && exactlyOnce.has(stage))
      report('doubled', 'journal', `${stage} ${status} of ${webhookEventId} (${originOf(place)})`)
    seen.add(entryId)
  }
  checkRows({ stored, endsOf, rows }, report)
}

/** The table says what the journal says. */
const checkRows = ({ stored, endsOf, rows }: Pick<Indexed, 'stored' | 'endsOf' | 'rows'>, report: Report): void => {
  const statuses = new Map(rows.map(({ id, status }) => [id, status]))
  for (const id of stored.keys()) if (!statuses.has(id)) report('lost', 'row', `${id} is not in the table`)
  for (const [id, status] of statuses) {
    const [end] = endsOf.get(id) ?? []
    if (end === undefined) report('unexplained', 'row', `${id} is ${status} in the table, and the journal knows no end of it`)
    else if (end.status !== status) report('unexplained', 'row', `${id} is ${status} in the table and ${end.status} in the journal`)
  }
}

/** The stages in the order a delivery passes them. */
const stages: readonly string[] = ['verifier', 'deduper', 'transcript-processor', 'merger']

/** What ended at a stage has passed all before it, and is in the topics between; nothing else is, and the deduper lets each through once. */
export const checkPassing = ({ verified, unique, stored, journal, endsOf, injectedAt }: Indexed, report: Report): void => {
  const ids = (records: typeof verified) => new Set(records.map(({ webhookEventId }) => webhookEventId))
  const between = [ids(verified), ids(unique)]
  const passed = new Set(journal.map(({ value }) => `${value.webhookEventId} ${value.stage} ${value.status}`))
  for (const [id, [end]] of endsOf) {
    const last = stages.indexOf(end?.stage ?? '')
    if (!stored.has(id)) continue
    for (const [index, stage] of stages.slice(0, last).entries()) {
      if (!passed.has(`${id} ${stage} ${index === 0 ? 'verified' : 'processing'}`))
        report('lost', 'journal', `${id} ended at ${end?.stage}, and nothing says that it passed the ${stage}`)
      if (between[index]?.has(id) === false)
        report('lost', 'record', `${id} ended at ${end?.stage} and is not in the topic behind the ${stage}`)
    }
  }
  for (const record of [...verified, ...unique]) {
    const { webhookEventId: id } = record
    if (!injectedAt.has(originOf(record)) && (id === null || !stored.has(id)))
      report('unexplained', 'record', `${originOf(record)} is of no delivery: ${id}`)
  }
  for (const [id, records] of Map.groupBy(unique, ({ webhookEventId }) => webhookEventId)) {
    if (id !== null && records.length > 1)
      report('doubled', 'record', `${id} is there ${records.length} times: ${records.map(originOf).join(', ')}`)
  }
}
