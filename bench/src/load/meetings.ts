import type { Tenant } from '@hansard/e2e/tenant'
import { inventMeeting } from '@hansard/simulator/meeting/invent'
import { firefliesV2 } from '@hansard/simulator/fireflies/webhooks'
import { otterWorkspace } from '@hansard/simulator/otter/webhooks'
import { zoomTranscriptCompleted } from '@hansard/simulator/zoom/webhooks'
import type { SimulatorClient } from '@hansard/simulator/client'
import type { LoadRequest } from './load.ts'

const sources = 3
/** Meetings of one workspace lie so far apart that no two are compared. */
const gapMs = 26 * 3_600_000
const minutes = 5

/**
 * Plans meetings that all three platforms heard, none of them twice: tells the simulator of as many as are asked for and returns the webhooks
 * that announce them, a meeting's three one after the other, in turn over the tenants.
 */
export const meetingPlanner = (
  simulator: Pick<SimulatorClient, 'addMeeting'> & { readonly address: string },
  tenants: readonly Tenant[],
): ((count: number) => Promise<readonly LoadRequest[]>) => {
  let planned = 0
  return async (count) => {
    const requests: LoadRequest[] = []
    for (const end = planned + count; planned < end; planned++) {
      const tenant = tenants[planned % tenants.length]
      if (tenant === undefined) throw new RangeError('there is no tenant')
      const startedAt = Date.UTC(2010, 0, 1) + Math.floor(planned / tenants.length) * gapMs
      const meeting = inventMeeting(`bench-${planned}`, { startedAt, minutes, people: 3, domain: tenant.domain })
      await simulator.addMeeting(meeting)
      const occasion = { at: Date.now(), simulator: simulator.address }
      for (const webhook of [
        zoomTranscriptCompleted(meeting, occasion),
        firefliesV2(meeting, occasion),
        otterWorkspace(meeting, occasion),
      ]) {
        const { platform, body, headers } = webhook
        requests.push({ path: tenant.paths[platform], platform, body, headers, secret: tenant.secrets[platform] })
      }
    }
    return requests
  }
}

export const webhooksPerMeeting: number = sources
