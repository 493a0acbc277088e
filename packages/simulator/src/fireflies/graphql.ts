import { Router, json } from 'express'
import type { Response } from 'express'
import { z } from 'zod'
import { graphqlErrors, refuse } from '../server/answer.ts'
import { bearerOf, endpoint } from '../server/endpoint.ts'
import type { Fault } from '../server/faults.ts'
import { simulatorCredentials } from '../server/world.ts'
import type { World } from '../server/world.ts'
import { project, readSelection } from './selection.ts'
import { renderTranscript } from './transcript.ts'
import type { FirefliesTranscript } from './transcript.ts'

const Query = z.object({ query: z.string(), variables: z.record(z.string(), z.unknown()).optional() })

const DEFAULT_WAIT_SECONDS = 60

const answerError = (world: World, fault: Fault & { kind: 'graphql-error' }, response: Response): void => {
  const limited = fault.code === 'too_many_requests'
  const retryAfter = world.now() + (fault.retryAfterSeconds ?? DEFAULT_WAIT_SECONDS) * 1000
  const message = limited
    ? `Too many requests. Please retry after ${new Date(retryAfter).toISOString().slice(11, 19)} (UTC)`
    : 'The request failed.'
  response.json(graphqlErrors(fault.code, message, limited ? 429 : 400, limited ? { retryAfter } : {}))
}

const struckBy = (fault: Fault | undefined, transcript: FirefliesTranscript): FirefliesTranscript => {
  const half = transcript.sentences?.slice(0, Math.ceil(transcript.sentences.length / 2)) ?? null
  if (fault?.kind === 'live') return { ...transcript, is_live: true, sentences: half }
  return fault?.kind === 'no-sentences' ? { ...transcript, sentences: null } : transcript
}

/** The id that the query's `transcript` field is asked with: the one text among its variables, or written into the query. */
const idOf = ({ query, variables }: z.infer<typeof Query>): string | undefined => {
  const given = Object.values(variables ?? {}).find((value) => typeof value === 'string')
  return given ?? /transcript\s*\(\s*id\s*:\s*"([^"]+)"/.exec(query)?.[1]
}

const answerQuery = (world: World, body: unknown, fault: Fault | undefined, response: Response): void => {
  const query = Query.safeParse(body)
  const selection = query.success ? readSelection(query.data.query) : undefined
  const wanted = selection?.['transcript']
  if (!query.success || wanted === undefined || wanted === null) {
    response.status(400).json(graphqlErrors('invalid_arguments', 'Only a query for one transcript is simulated.', 400))
    return
  }
  const meeting = world.findMeeting(({ fireflies }) => fireflies.id === idOf(query.data))
  if (meeting === undefined) {
    response.json(graphqlErrors('object_not_found', 'Could not find the transcript', 404))
    return
  }
  try {
    response.json({ data: { transcript: project(struckBy(fault, renderTranscript(meeting)), wanted, 'Transcript') } })
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    response.status(400).json(graphqlErrors('GRAPHQL_VALIDATION_FAILED', error.message, 400))
  }
}

/** `POST /graphql` with `query { transcript(id) { … } }`. Answers hold the fields asked for and nothing else. */
export const firefliesGraphql = (world: World): Router => {
  const router = Router()
  router.post(
    '/graphql',
    json({ limit: '1mb' }),
    endpoint(world, 'fireflies.graphql', (request, response, fault) => {
      if (bearerOf(request) !== simulatorCredentials.fireflies.apiKey) return refuse(response, 'fireflies', 401)
      if (fault?.kind === 'graphql-error') return answerError(world, fault, response)
      answerQuery(world, request.body, fault, response)
    }),
  )
  return router
}
