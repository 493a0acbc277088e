import { randomBytes } from 'node:crypto'
import { hostname } from 'node:os'
import type { Admin, Cluster } from 'kafkajs'

/** Tells this process from one that had its number before. */
const token = randomBytes(4).toString('hex')

/** The client id of this process' consumers: what the coordinator shows of a member, so that a successor can know it again. */
export const memberClientId = (clientId: string): string => `${clientId}@${hostname()}/${process.pid}-${token}`

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as { readonly code?: string }).code !== 'ESRCH'
  }
}

/**
 * Whether another member is a process of this machine that has ended: its number is free, or ours now (in a restarted
 * container everybody is number 1). Whoever is mistaken for a ghost joins again and loses nothing but a second.
 */
export const isGhost = (own: string, other: string, alive: (pid: number) => boolean = isAlive): boolean => {
  const [ownPlace, ownProcess] = splitAt(own, '/')
  const [place, process] = splitAt(other, '/')
  if (place !== ownPlace || process === ownProcess) return false
  const [ownPid, pid] = [ownProcess, process].map((each) => Number(each.split('-')[0]))
  return pid !== undefined && Number.isInteger(pid) && pid > 0 && (pid === ownPid || !alive(pid))
}

const splitAt = (text: string, separator: string): readonly [string, string] => {
  const at = text.lastIndexOf(separator)
  return [text.slice(0, at), text.slice(at + 1)]
}

/** kafkajs' types leave it out. */
interface Coordinator {
  leaveGroup(member: { readonly groupId: string; readonly memberId: string }): Promise<void>
}

/** Takes members out of the group on their behalf: at the next rebalance nobody waits for them. */
export const dismiss = async (cluster: Cluster, groupId: string, memberIds: readonly string[]): Promise<void> => {
  if (memberIds.length === 0) return
  const coordinator = (await cluster.findGroupCoordinator({ groupId })) as unknown as Coordinator
  for (const memberId of memberIds) await coordinator.leaveGroup({ groupId, memberId })
}

/** Members of the group whose process died on this machine without leaving. The group would wait for them a session timeout long as soon as somebody joins. */
export const ghostsIn = async (admin: Admin, groupId: string, ownClientId: string): Promise<readonly string[]> => {
  const { groups } = await admin.describeGroups([groupId])
  return groups.flatMap(({ members }) => members.flatMap(({ clientId, memberId }) => (isGhost(ownClientId, clientId) ? [memberId] : [])))
}
