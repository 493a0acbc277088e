import { afterEach, beforeEach, expect, test } from 'vitest'
import { sampleMeeting } from '../meeting/sample.ts'
import { startSimulator } from '../simulator.ts'
import type { Simulator } from '../simulator.ts'

let simulator: Simulator
beforeEach(async () => {
  simulator = await startSimulator()
  simulator.addMeeting(sampleMeeting)
})
afterEach(() => simulator.close())

const ask = async (
  fields: string,
  id: string,
  key = simulator.credentials.fireflies.apiKey,
): Promise<{ status: number; json: unknown }> => {
  const answer = await fetch(`${simulator.env.FIREFLIES_API_URL}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify({ query: `query T($id: String!) { transcript(id: $id) { ${fields} } }`, variables: { id } }),
  })
  return { status: answer.status, json: await answer.json() }
}
const { id } = sampleMeeting.fireflies

test('answers with the fields that were asked for', async () => {
  const { status, json } = await ask('title is_live speakers { name }', id)
  expect(status).toBe(200)
  expect(json).toEqual({
    data: {
      transcript: {
        title: 'Launch checklist',
        is_live: false,
        speakers: [{ name: 'Nadia Haddad' }, { name: 'Priya Raman' }, { name: 'Tomás' }, { name: 'Speaker 4' }],
      },
    },
  })
})

test('an unknown transcript is an error with status 200', async () => {
  expect(await ask('id', 'other')).toMatchObject({ status: 200, json: { errors: [{ code: 'object_not_found' }] } })
})

test('refuses a wrong key and a field that does not exist', async () => {
  expect((await ask('id', id, 'wrong')).status).toBe(401)
  expect(await ask('id transcriptText', id)).toMatchObject({ status: 400, json: { errors: [{ code: 'GRAPHQL_VALIDATION_FAILED' }] } })
})

test('too many requests is an error with status 200 that says when to come back', async () => {
  simulator.addFault({ endpoint: 'fireflies.graphql', kind: 'graphql-error', code: 'too_many_requests', retryAfterSeconds: 30, times: 1 })
  const before = Date.now()
  const { status, json } = await ask('id', id)
  const { errors } = json as { errors: [{ code: string; extensions: { metadata: { retryAfter: number } } }] }
  expect([status, errors[0].code]).toEqual([200, 'too_many_requests'])
  expect(errors[0].extensions.metadata.retryAfter).toBeGreaterThanOrEqual(before + 30_000)
  expect(await ask('id', id)).toMatchObject({ json: { data: { transcript: { id } } } })
})

test('a live meeting has half of its sentences, and a transcript can have none', async () => {
  const sentencesOf = ({ json }: { json: unknown }) =>
    (json as { data: { transcript: { is_live: boolean; sentences: unknown[] | null } } }).data.transcript
  const whole = sentencesOf(await ask('is_live sentences { text }', id))
  simulator.addFault({ endpoint: 'fireflies.graphql', kind: 'live', times: 1 })
  const live = sentencesOf(await ask('is_live sentences { text }', id))
  expect(live.is_live).toBe(true)
  expect(live.sentences).toEqual(whole.sentences?.slice(0, live.sentences?.length))
  expect(live.sentences?.length).toBeLessThan(whole.sentences?.length ?? 0)
  simulator.addFault({ endpoint: 'fireflies.graphql', kind: 'no-sentences', times: 1 })
  expect(sentencesOf(await ask('is_live sentences { text }', id))).toEqual({ is_live: false, sentences: null })
})
