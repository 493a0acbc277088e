import type { Meeting } from '../meeting/meeting.ts'
import type { Occasion, Webhook } from '../webhook/webhook.ts'
import { describeConversation, describeSpeech } from './conversation.ts'
import type { Progress } from './text.ts'

const webhook = (event: string, value: object): Webhook => ({
  platform: 'otter',
  event,
  path: '/webhooks/otter/speech-created',
  body: JSON.stringify(value),
  headers: {},
})

/** The specification's payload. While `progress` is below 1 the transcript is partial and `status` says so. */
export const otterSpeech = (
  meeting: Meeting,
  event: 'speech.created' | 'speech.updated' = 'speech.created',
  progress: Progress = 1,
): Webhook => webhook(event, { event, speech: describeSpeech(meeting, progress) })

type WorkspaceEvent = 'conversation_completed' | 'conversation_shared' | 'conversation.completed' | 'conversation.shared'

/**
 * The workspace webhook, with the transcript in it. `retrieved_at` is the time of sending, so another `at` is what Otter sends on a retry.
 * It names no tenant and is not signed by the platform: it needs an integration's own URL.
 */
export const otterWorkspace = (
  meeting: Meeting,
  { at }: Pick<Occasion, 'at'>,
  event: WorkspaceEvent = 'conversation_completed',
): Webhook => {
  const { id, name, email } = describeConversation(meeting, 1).owner
  return webhook(event, {
    meta: {
      retrieved_at: new Date(at).toISOString().replace('Z', '000+00:00'),
      webhook: {
        name: 'All calls',
        source_type: 'channel',
        event,
        destination_url: 'https://hooks.northwind.example/webhooks/otter',
        created_by: { id, name, email },
        source: { id: 'c9', name: 'All calls', member_count: meeting.people.length },
      },
    },
    data: describeConversation(meeting, 1),
  })
}

/** The workspace webhook as an older version of Otter's article shows it: no envelope, `success` in place of `finished`. */
export const otterWorkspaceBare = (meeting: Meeting): Webhook => {
  const done = { abstract_summary: 'success', action_item: 'success', outline: 'success' }
  return webhook('conversation_completed', { ...describeConversation(meeting, 1), calendar_guests: null, process_status: done })
}
