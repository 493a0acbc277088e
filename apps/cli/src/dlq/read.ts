import { standingsOf } from '@hansard/shared/dead-letters/decisions'
import type { StandingLetter } from '@hansard/shared/dead-letters/groups'
import { readLetters } from '@hansard/shared/dead-letters/read-letters'
import { fingerprintsLike, isSelected, type Selection } from '@hansard/shared/dead-letters/selection'
import type { Kafka } from '@hansard/shared/kafka/port'
import type { Postgres } from '@hansard/shared/postgres/postgres'
import { stageNames } from '@hansard/shared/topics'
import { withKafka, withPostgres, type Environment } from '../connections.ts'
import { CommandFailed } from '../problems.ts'

export interface Clinic {
  readonly kafka: Kafka
  readonly postgres: Postgres
  /** Those of the stage that was asked for, or of all. */
  readonly letters: readonly StandingLetter[]
}

/** The longest that a timer can wait: giving back many at a low rate takes its time, and Kafka's absence is noticed without it. */
const noTimeout = 2 ** 31 - 1

/** Reads the dead letters, does something with them, and lets go of everything. */
export const withLetters = <T>(env: Environment, stage: string | undefined, work: (clinic: Clinic) => Promise<T>): Promise<T> =>
  withPostgres(env, (postgres) =>
    withKafka(env, noTimeout, async (kafka) => {
      const stages = stage === undefined ? stageNames : [stage]
      const [letters, standingOf] = [await readLetters(kafka, stages), await standingsOf(postgres, stages)]
      return work({ kafka, postgres, letters: letters.map((letter) => ({ letter, standing: standingOf(letter) })) })
    }),
  )

/** Those that are meant; of a fingerprint the beginning is enough. Throws CommandFailed when there are none. */
export const selected = (letters: readonly StandingLetter[], selection: Selection): readonly StandingLetter[] => {
  const exact = selection.kind === 'fingerprint' ? { ...selection, fingerprint: theFingerprint(letters, selection.fingerprint) } : selection
  const found = letters.filter(({ letter }) => isSelected(exact, letter))
  if (found.length === 0) throw new CommandFailed(nothing(selection))
  return found
}

const theFingerprint = (letters: readonly StandingLetter[], beginning: string): string => {
  const [fingerprint, ...others] = fingerprintsLike(letters, beginning)
  if (others.length > 0) throw new CommandFailed(`${others.length + 1} fingerprints begin with ${beginning}: give more of it.`)
  return fingerprint ?? beginning
}

const nothing = (selection: Selection): string => {
  switch (selection.kind) {
    case 'id':
      return `There is no dead letter ${selection.id}. "npm run hansard -- where <webhook-event-id>" tells where a delivery is.`
    case 'fingerprint':
      return `There is no dead letter with the fingerprint ${selection.fingerprint}. "npm run hansard -- dlq list --all" lists them.`
    case 'window':
      return 'No dead letter failed last in that time.'
  }
}
