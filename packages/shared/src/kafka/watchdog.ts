import type { Consumer as KafkaJsConsumer } from 'kafkajs'

/** A consumer that neither fetches nor beats for a minute is stuck: kafkajs can stop silently. Counted in ticks, so that a suspended process does not count. */
const silentTicksAllowed = 12
const tickMs = 5_000

/** Tells of every sign of life, and of the end: a crash without restart, or a minute's silence. Returns how to stop watching. */
export const watchConsumer = (consumer: KafkaJsConsumer, onLife: () => void, onFatal: (error: Error) => void): (() => void) => {
  let silentTicks = 0
  const alive = () => {
    silentTicks = 0
    onLife()
  }
  consumer.on(consumer.events.FETCH, alive)
  consumer.on(consumer.events.HEARTBEAT, alive)
  consumer.on(consumer.events.GROUP_JOIN, alive)
  consumer.on(consumer.events.CRASH, ({ payload: { error, restart } }) => {
    if (!restart) onFatal(error)
  })
  const watchdog = setInterval(() => {
    if (++silentTicks > silentTicksAllowed) onFatal(new Error('the consumer has been silent for a minute'))
  }, tickMs)
  return () => clearInterval(watchdog)
}
