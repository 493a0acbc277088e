import { Router } from 'express'
import type { Request, Response } from 'express'
import { durationOf } from '../meeting/meeting.ts'
import type { Meeting } from '../meeting/meeting.ts'
import { refuse } from '../server/answer.ts'
import { bearerOf, endpoint } from '../server/endpoint.ts'
import type { World } from '../server/world.ts'
import { describeRecording, transcriptFiles, videoFiles, zoomTime } from './recording.ts'
import { issueToken, readToken } from './tokens.ts'

const LONGEST_TTL_SECONDS = 604_800

const mayRead = (world: World, request: Request): boolean => {
  const claims = readToken(bearerOf(request) ?? '')
  return claims?.use === 'access' && claims.expiresAt > world.now()
}

/** By UUID one occurrence, by number the latest; a UUID with `//` or a leading `/` must have been encoded twice. */
const findMeeting = (world: World, request: Request): Meeting | undefined => {
  const once = String(request.params['meeting'])
  if (/^\d+$/.test(once)) {
    const occurrences = world.meetings().filter(({ zoom }) => zoom.number === Number(once))
    return occurrences.toSorted((first, second) => first.startedAt - second.startedAt).at(-1)
  }
  if (once.startsWith('/') || once.includes('//')) {
    world.log.offend('uuid-encoded-once', 'A UUID that begins with / or contains // was encoded once only')
    return undefined
  }
  try {
    const twice = decodeURIComponent(once)
    return world.findMeeting(({ zoom }) => zoom.uuid === twice)
  } catch {
    return undefined
  }
}

const answerRecordings = (world: World, meeting: Meeting, request: Request, response: Response): void => {
  const origin = `http://${world.apiHost()}`
  const files = [...videoFiles(meeting, origin), ...transcriptFiles(meeting, origin)]
  const ttl = Math.min(Number(request.query['ttl'] ?? LONGEST_TTL_SECONDS), LONGEST_TTL_SECONDS)
  const withToken = request.query['include_fields'] === 'download_access_token'
  const token = issueToken({ use: 'api', scope: meeting.zoom.uuid, expiresAt: world.now() + ttl * 1000 })
  response.json({ ...describeRecording(meeting, files), ...(withToken ? { download_access_token: token } : {}) })
}

const answerTranscript = (world: World, meeting: Meeting, reason: string | undefined, response: Response): void => {
  const [file] = transcriptFiles(meeting, `http://${world.apiHost()}`)
  response.json({
    meeting_id: meeting.zoom.uuid,
    account_id: meeting.zoom.accountId,
    meeting_topic: meeting.titles.zoom,
    host_id: meeting.zoom.hostId,
    transcript_created_time: zoomTime(meeting.startedAt + durationOf(meeting)),
    can_download: reason === undefined,
    auto_delete: false,
    ...(reason === undefined ? { download_url: file?.download_url } : { download_restriction_reason: reason }),
  })
}

/** `GET /meetings/{uuid}/recordings` and `/transcript`, for an OAuth access token. */
export const zoomApi = (world: World): Router => {
  const router = Router()
  router.get(
    '/meetings/:meeting/recordings',
    endpoint(world, 'zoom.recordings', (request, response) => {
      if (!mayRead(world, request)) return refuse(response, 'zoom', 401)
      const meeting = findMeeting(world, request)
      if (meeting === undefined) return refuse(response, 'zoom', 404)
      answerRecordings(world, meeting, request, response)
    }),
  )
  router.get(
    '/meetings/:meeting/transcript',
    endpoint(world, 'zoom.transcript', (request, response, fault) => {
      if (!mayRead(world, request)) return refuse(response, 'zoom', 401)
      const meeting = findMeeting(world, request)
      if (meeting === undefined) return refuse(response, 'zoom', 404)
      answerTranscript(world, meeting, fault?.kind === 'restricted' ? fault.reason : undefined, response)
    }),
  )
  return router
}
