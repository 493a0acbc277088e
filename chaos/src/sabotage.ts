import type { FetchedTranscript } from '@hansard/shared/contracts/contracts.generated'
import type { Kafka, KafkaRecord } from '@hansard/shared/kafka/port'
import type { Codec } from '@hansard/shared/registry/codec'
import { fetchedTranscripts } from '@hansard/shared/topics'
import type { JavaReader } from './observe/console-consumer.ts'

/** What is done to one published transcript behind Hansard's back, to see whether the audit finds it. */
export type Sabotage = 'drop' | 'double' | 'alter'

export const sabotages: readonly Sabotage[] = ['drop', 'double', 'alter']

/** Does it to the first transcript that is found. Resolves with what was done. */
export const sabotage = async (
  kind: Sabotage,
  { kafka, codec, reader }: { readonly kafka: Kafka; readonly codec: Codec; readonly reader: JavaReader },
): Promise<string> => {
  const { record, value } = await firstTranscript(kafka, codec)
  const { topic, partition, offset } = record
  if (kind === 'drop') {
    await reader.deleteBefore(topic, partition, offset + 1n)
    return `dropped all of ${topic}/${partition} up to ${offset}`
  }
  const altered = {
    ...value,
    segments: value.segments.map((segment, at) => (at === 0 ? { ...segment, text: 'Nobody said this.' } : segment)),
  }
  const bytes = kind === 'double' ? record.value : codec.encode(fetchedTranscripts.contract, topic, altered)
  const producer = await kafka.producer()
  await producer.send([{ ...record, value: bytes }])
  await producer.close()
  return `${kind === 'double' ? 'doubled' : 'added an altered copy of'} ${topic}/${partition}/${offset}`
}

const firstTranscript = async (
  kafka: Kafka,
  codec: Codec,
): Promise<{ readonly record: KafkaRecord; readonly value: FetchedTranscript }> => {
  const found: { readonly record: KafkaRecord; readonly value: FetchedTranscript }[] = []
  await kafka.read([fetchedTranscripts.name], async (records) => {
    for (const record of records) {
      const value = await codec.decode(fetchedTranscripts.contract, record.value).catch(() => undefined)
      if (value !== undefined) found.push({ record, value })
      if (value !== undefined) return
    }
  })
  const [first] = found
  if (first === undefined) throw new Error('there is no transcript to do something to')
  return first
}
