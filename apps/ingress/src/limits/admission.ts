import { integrationById, type Directory } from '@hansard/shared/directory/directory'
import { standardIntake, type Intake } from '@hansard/shared/directory/intake'
import type { Storable } from '../answer.ts'
import type { Limit, Limiter, Verdict } from './limit.ts'

/** May this delivery be stored now? */
export type Admission = { readonly kind: 'within' } | (Exclude<Verdict, { kind: 'within' }> & { readonly intake: Intake })

export interface AdmissionDeps {
  readonly limiter: Limiter
  /** The slower lane takes nothing that would have to wait for longer (milliseconds). */
  readonly mostBehindMs: number
}

/** The integration's own settings; the standard where a delivery belongs to several integrations, or to one that is gone. */
export const intakeOf = (directory: Directory | undefined, integrationId: string | undefined): Intake =>
  (directory && integrationId !== undefined ? integrationById(directory, integrationId)?.intake : undefined) ?? standardIntake

/**
 * Judges an authentic delivery by the limit of its workspace and endpoint. One that no single workspace vouches for has none: it can spend
 * nobody's budget, and goes no further than the verifier.
 */
export const admit = async (
  request: { readonly endpoint: string; readonly id: string; readonly recognition: Storable; readonly intake: Intake },
  { limiter, mostBehindMs }: AdmissionDeps,
): Promise<Admission> => {
  const { endpoint, id, intake } = request
  const { workspaceId } = request.recognition
  if (workspaceId === undefined || intake.overLimit === 'admit') return { kind: 'within' }
  const verdict = await limiter.admit(`${workspaceId}:${endpoint}`, limitOf(intake, mostBehindMs), id)
  return verdict.kind === 'within' ? verdict : { ...verdict, intake }
}

const limitOf = ({ perMinute, perHour, overLimit }: Intake, mostBehindMs: number): Limit => ({
  windows: [
    { ms: 60_000, most: perMinute },
    { ms: 3_600_000, most: perHour },
  ],
  over: overLimit === 'defer' ? { kind: 'defer', mostBehindMs } : { kind: 'refuse' },
})

/** Why a delivery is over the limit, for a person. */
export const overLimitReason = ({ perMinute, perHour }: Intake): string =>
  `over the limit of ${perMinute} deliveries a minute and ${perHour} an hour for one workspace and address`
