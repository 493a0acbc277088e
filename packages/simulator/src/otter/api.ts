import { Router } from 'express'
import { refuse } from '../server/answer.ts'
import { bearerOf, endpoint } from '../server/endpoint.ts'
import { simulatorCredentials } from '../server/world.ts'
import type { World } from '../server/world.ts'
import { describeConversation } from './conversation.ts'

const INCLUDABLE = ['action_items', 'insights', 'outline', 'transcript'] as const

/** `GET /v1/conversations/{id}?include=transcript`; `include` is required. */
export const otterApi = (world: World): Router => {
  const router = Router()
  router.get(
    '/v1/conversations/:id',
    endpoint(world, 'otter.conversation', (request, response, fault) => {
      if (bearerOf(request) !== simulatorCredentials.otter.apiKey) return refuse(response, 'otter', 401)
      const meeting = world.findMeeting(({ otter }) => otter.id === request.params['id'])
      if (meeting === undefined) return refuse(response, 'otter', 404)
      const { include } = request.query
      if (typeof include !== 'string') return refuse(response, 'otter', 400)
      const wanted = include.split(',')
      const { relationships, ...about } = describeConversation(meeting, fault?.kind === 'unfinished' ? 0.5 : 1)
      const included = INCLUDABLE.filter((name) => wanted.includes('all') || wanted.includes(name))
      response.json({ data: { ...about, relationships: Object.fromEntries(included.map((name) => [name, relationships[name]])) } })
    }),
  )
  return router
}
