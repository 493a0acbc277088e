import { readFileSync } from 'node:fs'

const read = (name: string): string => readFileSync(new URL(`./fixtures/${name}`, import.meta.url), 'utf8')

/** For tests: one invented meeting in the shapes Otter sends. */
export const conversationCompleted: string = read('conversation_completed.json')
export const speechCreated: string = read('speech.created.json')

export interface Workspace {
  meta: { retrieved_at?: unknown; webhook: { event: string; source: { id: unknown }; [field: string]: unknown } }
  data: { relationships?: { transcript?: { content?: unknown; format?: unknown } | null }; [field: string]: unknown }
  relationships?: unknown
}

/** The workspace webhook, after a change to it. */
export const workspace = (change: (value: Workspace) => void = () => undefined): Workspace => {
  const value = JSON.parse(conversationCompleted) as Workspace
  change(value)
  return value
}

/** The specification's webhook with other fields. */
export const speech = (event: string, fields: object = {}): object => ({
  event,
  speech: { ...(JSON.parse(speechCreated) as { speech: object }).speech, ...fields },
})
