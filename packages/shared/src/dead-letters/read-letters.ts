import type { Kafka, KafkaRecord } from '../kafka/port.ts'
import { deadLetterTopicName } from '../topics.ts'
import { readLetter, type DeadLetter } from './letter.ts'

/** Every dead letter of these stages, once each however often it was written, oldest failure first. Without values: those may be large. */
export const readLetters = async (kafka: Pick<Kafka, 'read'>, stages: readonly string[]): Promise<readonly DeadLetter[]> => {
  const letters = new Map<string, DeadLetter>()
  await eachLetter(kafka, stages, async (found) => {
    for (const { letter } of found) if (!letters.has(letter.id)) letters.set(letter.id, letter)
  })
  return [...letters.values()].toSorted((a, b) => a.lastFailedAt - b.lastFailedAt)
}

export interface FoundLetter {
  readonly letter: DeadLetter
  readonly record: KafkaRecord
}

/** The records of these letters, each once, some at a time. */
export const recordsOf = async (
  kafka: Pick<Kafka, 'read'>,
  letters: readonly DeadLetter[],
  onFound: (found: readonly FoundLetter[]) => Promise<void>,
): Promise<void> => {
  const wanted = new Set(letters.map(({ position }) => position))
  const stages = [...new Set(letters.map(({ stage }) => stage))]
  await eachLetter(kafka, stages, async (found) => {
    const asked = found.filter(({ letter }) => wanted.has(letter.position))
    if (asked.length > 0) await onFound(asked)
  })
}

const eachLetter = async (
  kafka: Pick<Kafka, 'read'>,
  stages: readonly string[],
  onFound: (found: readonly FoundLetter[]) => Promise<void>,
): Promise<void> => {
  const stageOf = new Map(stages.map((stage) => [deadLetterTopicName(stage), stage]))
  await kafka.read([...stageOf.keys()], (records) =>
    onFound(records.map((record) => ({ letter: readLetter(stageOf.get(record.topic) ?? record.topic, record), record }))),
  )
}
