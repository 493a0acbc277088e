import { setTimeout as delay } from 'node:timers/promises'

/** What brokers say of a topic that was just created or whose leader just moved, before all of them have heard of it. */
const unsettled = new Set(['UNKNOWN_TOPIC_OR_PARTITION', 'NOT_LEADER_FOR_PARTITION', 'LEADER_NOT_AVAILABLE'])
const attempts = 50
const pauseMs = 100

/** Repeats a question for up to five seconds while the answer is that the topic's metadata has not settled: kafkajs' admin gives up at once. */
export const whenSettled = async <T>(ask: () => Promise<T>): Promise<T> => {
  for (let attempt = 1; ; attempt++) {
    try {
      return await ask()
    } catch (error) {
      const { type = '' } = error as { readonly type?: string }
      if (!unsettled.has(type) || attempt === attempts) throw error
      await delay(pauseMs)
    }
  }
}
