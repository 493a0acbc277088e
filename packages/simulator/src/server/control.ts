import { Router, json } from 'express'
import { Meeting } from '../meeting/meeting.ts'
import { Fault } from './faults.ts'
import type { World } from './world.ts'

/**
 * How another process steers the simulator: `POST /meetings` (a Meeting), `POST /faults` (a Fault), `DELETE /faults`, `GET /requests`
 * (`{ requests, offences }`), `DELETE /requests`. What it cannot read is answered by 400 with the reasons.
 */
export const control = (world: World): Router => {
  const router = Router()
  router.use(json({ limit: '50mb' }))
  router.post('/meetings', (request, response) => {
    const meeting = Meeting.safeParse(request.body)
    if (!meeting.success) return response.status(400).json({ problems: meeting.error.issues })
    world.addMeeting(meeting.data)
    return response.status(201).json({ key: meeting.data.key })
  })
  router.post('/faults', (request, response) => {
    const fault = Fault.safeParse(request.body)
    if (!fault.success) return response.status(400).json({ problems: fault.error.issues })
    world.faults.add(fault.data)
    return response.status(201).json(fault.data)
  })
  router.delete('/faults', (_request, response) => {
    world.faults.clear()
    response.status(204).end()
  })
  router.get('/requests', (_request, response) => {
    response.json({ requests: world.log.requests(), offences: world.log.offences() })
  })
  router.delete('/requests', (_request, response) => {
    world.log.clear()
    response.status(204).end()
  })
  return router
}
