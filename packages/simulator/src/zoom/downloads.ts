import { Router } from 'express'
import type { Request } from 'express'
import { answerWithPage, refuse } from '../server/answer.ts'
import { bearerOf, endpoint } from '../server/endpoint.ts'
import type { World } from '../server/world.ts'
import { readToken, signDownload } from './tokens.ts'
import { renderVtt } from './vtt.ts'

const ADDRESS_MS = 60_000

const transcriptOf = (world: World, fileId: string): { readonly uuid: string; render(): string } | undefined => {
  const meeting = world.findMeeting(({ zoom }) => zoom.recordings.some(({ transcriptFileId }) => transcriptFileId === fileId))
  if (meeting === undefined) return undefined
  const index = meeting.zoom.recordings.findIndex(({ transcriptFileId }) => transcriptFileId === fileId)
  return { uuid: meeting.zoom.uuid, render: () => renderVtt(meeting, index) }
}

type Permission = 'granted' | 'expired' | 'none'

const permissionFor = (world: World, request: Request, uuid: string, webhookTokensExpired: boolean): Permission => {
  const claims = readToken(bearerOf(request) ?? '')
  if (claims === undefined || (claims.use !== 'access' && claims.scope !== uuid)) return 'none'
  return claims.expiresAt <= world.now() || (webhookTokensExpired && claims.use === 'webhook') ? 'expired' : 'granted'
}

/**
 * `GET /rec/download/{fileId}`: with a token for the file a redirect to a signed address on another host, which serves WebVTT without a token
 * for a minute. As at Zoom, a file that is missing or not permitted is a page with status 200; an expired token is 401; a token in the query
 * does not count.
 */
export const zoomDownloads = (world: World): Router => {
  const router = Router()
  router.get(
    '/rec/download/:fileId',
    endpoint(world, 'zoom.download', (request, response, fault) => {
      const fileId = String(request.params['fileId'])
      if (request.query['access_token'] !== undefined) world.log.offend('token-in-query', 'A download token came in the query')
      const transcript = transcriptOf(world, fileId)
      if (transcript === undefined) return answerWithPage(response)
      const permission = permissionFor(world, request, transcript.uuid, fault?.kind === 'expired-download-token')
      if (permission === 'expired') return refuse(response, 'zoom', 401)
      if (permission === 'none') return answerWithPage(response)
      const expires = world.now() + ADDRESS_MS
      const query = new URLSearchParams({ Expires: String(expires), Signature: signDownload(fileId, expires), 'Key-Pair-Id': 'simulated' })
      response.redirect(302, `http://${world.cdnHost()}/zoom/cdn/${fileId}.vtt?${query.toString()}`)
    }),
  )
  router.get(
    '/cdn/:fileId.vtt',
    endpoint(world, 'zoom.cdn', (request, response) => {
      const fileId = String(request.params['fileId'])
      const expires = Number(request.query['Expires'])
      const signed = request.query['Signature'] === signDownload(fileId, expires) && expires > world.now()
      const transcript = transcriptOf(world, fileId)
      if (!signed || transcript === undefined) {
        response.status(403).type('application/xml').send('<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>')
        return
      }
      response.set('content-type', 'text/vtt;charset=utf-8').send(transcript.render())
    }),
  )
  return router
}
