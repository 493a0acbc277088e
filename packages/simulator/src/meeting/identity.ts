import { createHash } from 'node:crypto'
import type { Meeting } from './meeting.ts'

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

const bytes = (key: string, purpose: string): Buffer => createHash('sha256').update(`${purpose}\n${key}`).digest()

const uuid = (key: string, purpose: string): string => {
  const hex = bytes(key, purpose).toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-9${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

const ulid = (key: string): string => {
  const letters = [...bytes(key, 'fireflies').subarray(0, 24)].map((byte) => CROCKFORD[byte % 32])
  return `01${letters.join('')}`
}

/** Identities as the platforms make them, derived from a key: the same key gives the same. */
export const identitiesOf = (key: string) => ({
  zoomUuid: bytes(key, 'zoom-occurrence').subarray(0, 16).toString('base64'),
  firefliesId: ulid(key),
  otterId: bytes(key, 'otter').toString('base64url').replaceAll(/[-_]/g, 'x').slice(0, 22),
})

/** File ids of the nth recording of an occurrence. */
export const recordingFileIds = (key: string, index: number) => ({
  videoFileId: uuid(key, `video-${index}`),
  transcriptFileId: uuid(key, `transcript-${index}`),
})

/** What all occurrences of a recurring meeting share: number, link and host. */
export const seriesOf = (key: string) => {
  const number = 80_000_000_000 + (bytes(key, 'zoom-number').readUInt32LE(0) % 9_999_999_999)
  return {
    number,
    hostId: bytes(key, 'zoom-host').subarray(0, 16).toString('base64url'),
    joinUrl: `https://example.zoom.us/j/${number}`,
  }
}

/**
 * The same words held as another meeting: other ids at every platform and another Zoom meeting number and link,
 * at another time (epoch milliseconds) when one is given.
 */
export const withIdentity = (meeting: Meeting, key: string, startedAt?: number): Meeting => {
  const { zoomUuid, firefliesId, otterId } = identitiesOf(key)
  const { number, joinUrl } = seriesOf(key)
  const recordings = meeting.zoom.recordings.map((recording, index) => ({ ...recording, ...recordingFileIds(key, index) }))
  return {
    ...meeting,
    key,
    joinUrl,
    startedAt: startedAt ?? meeting.startedAt,
    zoom: { ...meeting.zoom, number, uuid: zoomUuid, recordings },
    fireflies: { ...meeting.fireflies, id: firefliesId },
    otter: { ...meeting.otter, id: otterId },
  }
}
