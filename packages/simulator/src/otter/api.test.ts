import { afterEach, beforeEach, expect, test } from 'vitest'
import { sampleMeeting } from '../meeting/sample.ts'
import { startSimulator } from '../simulator.ts'
import type { Simulator } from '../simulator.ts'
import { renderText } from './text.ts'

let simulator: Simulator
beforeEach(async () => {
  simulator = await startSimulator()
  simulator.addMeeting(sampleMeeting)
})
afterEach(() => simulator.close())

const ask = async (path: string, key = simulator.credentials.otter.apiKey): Promise<{ status: number; json: unknown }> => {
  const answer = await fetch(`${simulator.env.OTTER_API_URL}/v1/conversations/${path}`, { headers: { authorization: `Bearer ${key}` } })
  return { status: answer.status, json: await answer.json() }
}
const { id } = sampleMeeting.otter

test('gives the transcript when it is to be included', async () => {
  expect(await ask(`${id}?include=transcript`)).toMatchObject({
    status: 200,
    json: {
      data: {
        id,
        process_status: { outline: 'finished' },
        relationships: { transcript: { content: renderText(sampleMeeting, 1), format: 'txt' } },
      },
    },
  })
  expect(await ask(`${id}?include=outline`)).toMatchObject({ json: { data: { relationships: { outline: [] } } } })
})

test('refuses a wrong key, an unknown conversation, and a request without include', async () => {
  expect((await ask(`${id}?include=transcript`, 'wrong')).status).toBe(401)
  expect((await ask('other?include=transcript')).status).toBe(404)
  expect((await ask(id)).status).toBe(400)
})

test('an unfinished conversation has a part of the text and no finished process', async () => {
  simulator.addFault({ endpoint: 'otter.conversation', kind: 'unfinished', times: 1 })
  expect(await ask(`${id}?include=all`)).toMatchObject({
    json: { data: { process_status: { outline: null }, relationships: { transcript: { content: renderText(sampleMeeting, 0.5) } } } },
  })
})
