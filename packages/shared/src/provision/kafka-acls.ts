import type { AclSpec } from '../kafka/port.ts'
import {
  chainTopics,
  deadLetterTopicName,
  fetchedTranscripts,
  journal,
  meetingCommands,
  mergedTranscripts,
  rawWebhooks,
  securityEvents,
  type StageName,
  stageNames,
  uniqueWebhooks,
  verifiedWebhooks,
} from '../topics.ts'
import type { Topic } from '../stage/stage.ts'

/** What each stage reads and what it writes besides its retry and dead-letter topics and the journal. */
const stages: Readonly<Record<StageName, { readonly reads: readonly Topic[]; readonly writes: readonly Topic[] }>> = {
  verifier: { reads: [rawWebhooks], writes: [verifiedWebhooks] },
  deduper: { reads: [verifiedWebhooks], writes: [uniqueWebhooks] },
  'transcript-processor': { reads: [uniqueWebhooks], writes: [fetchedTranscripts] },
  merger: { reads: [fetchedTranscripts, meetingCommands], writes: [mergedTranscripts] },
  recorder: { reads: [journal, securityEvents], writes: [] },
}

type Grant = Omit<AclSpec, 'principal'>

const topics = (operation: 'read' | 'write' | 'describe', names: readonly string[]): readonly Grant[] =>
  names.map((name) => ({ resource: 'topic', name, pattern: 'literal', operations: [operation] }))
const below = (resource: Grant['resource'], name: string, ...operations: Grant['operations']): Grant => ({
  resource,
  name,
  pattern: 'prefixed',
  operations,
})
const namesOf = (wanted: readonly Topic[]): readonly string[] => wanted.map(({ name }) => name)

/** Reading and writing imply describing. */
const ofStage = (stage: StageName): readonly Grant[] => [
  ...topics('read', namesOf(stages[stage].reads)),
  ...topics('write', [...namesOf(stages[stage].writes), journal.name, deadLetterTopicName(stage)]),
  below('topic', `${stage}.retry.`, 'read', 'write'),
  { resource: 'group', name: stage, pattern: 'literal', operations: ['read'] },
  // A slot's transactional id is made of group, topic and partition.
  below('transactional-id', `${stage}.`, 'write'),
]

/** The recorder also measures how far every stage is. */
const measuring: readonly Grant[] = [
  ...topics('describe', namesOf(chainTopics)),
  ...stageNames.map((name): Grant => ({ resource: 'group', name, pattern: 'literal', operations: ['describe'] })),
]

/** `hansard dlq`, `where` and `unmerge`: looks at dead letters and gives them back, and asks for meetings to be taken apart. */
const ofOperator: readonly Grant[] = [
  ...topics('read', [journal.name, ...stageNames.map(deadLetterTopicName)]),
  ...topics('write', [journal.name, meetingCommands.name]),
  ...stageNames.map((stage) => below('topic', `${stage}.retry.`, 'read', 'write')),
  below('group', 'reader-', 'read', 'delete'),
  below('transactional-id', 'dead-letters.', 'write'),
]

/**
 * Who may do what on a cluster that permits nothing else (`allow.everyone.if.no.acl.found=false`). Users are named after the apps with `prefix`
 * before them; `<prefix>cli` is the operators'. Provisioning needs a user that may create topics and ACLs.
 */
export const kafkaAcls = (prefix: string): readonly AclSpec[] => {
  const grants: Readonly<Record<string, readonly Grant[]>> = {
    ingress: topics('write', [rawWebhooks.name, securityEvents.name]),
    ...Object.fromEntries(stageNames.map((stage) => [stage, ofStage(stage)])),
    recorder: [...ofStage('recorder'), ...measuring],
    cli: ofOperator,
  }
  return Object.entries(grants).flatMap(([app, list]) => list.map((grant) => ({ principal: `User:${prefix}${app}`, ...grant })))
}
