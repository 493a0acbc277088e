import type { Kafka } from '@hansard/shared/kafka/port'
import { journal, rawWebhooks } from '@hansard/shared/topics'
import { explain } from '../problems.ts'

type WithKafka = <T>(work: (kafka: Pick<Kafka, 'lag'>) => Promise<T>) => Promise<T>

/** What can be said of a name that no stage has reported: may it still be waiting to be read, or its report to be recorded? */
export const notReported = async (name: string, withKafka: WithKafka): Promise<string> => {
  const nothing = `${name} is not reported by any stage yet`
  try {
    const [unread, unrecorded] = await withKafka(async (kafka) => [
      await unreadDeliveries(kafka),
      await lagOf(kafka, 'recorder', journal.name),
    ])
    const waiting = [
      ...(unread > 0 ? [`the verifier has ${count(unread, 'delivery', 'deliveries')} still to read`] : []),
      ...(unrecorded > 0 ? [`the recorder has ${count(unrecorded, 'report', 'reports')} still to record`] : []),
    ]
    if (waiting.length > 0) return `${nothing}: ${waiting.join(' and ')}, which it may be among.`
    return `${nothing}, and all that was received is read and recorded: there is no such delivery, meeting or transcript.`
  } catch (error) {
    return `${nothing}; whether it waits to be read cannot be told. ${explain(error).text ?? ''}`
  }
}

/** Received deliveries that the verifier has not read yet. */
export const unreadDeliveries = (kafka: Pick<Kafka, 'lag'>): Promise<number> => lagOf(kafka, 'verifier', rawWebhooks.name)

const lagOf = async (kafka: Pick<Kafka, 'lag'>, group: string, topic: string): Promise<number> =>
  (await kafka.lag(group, [topic])).reduce((sum, { committed, end }) => sum + Number(end - committed), 0)

const count = (number: number, one: string, many: string): string => `${number} ${number === 1 ? one : many}`
