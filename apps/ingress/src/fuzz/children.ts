import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterEach } from 'vitest'

export interface Children {
  /** Starts a file of this folder with Node. */
  start(file: string, ...args: readonly (string | number)[]): ChildProcess
}

/** Processes that end with their test. */
export const testChildren = (execArgv: readonly string[] = []): Children => {
  const children: ChildProcess[] = []
  afterEach(() => children.splice(0).forEach((child) => child.kill()))
  return {
    start(file, ...args) {
      const child = fork(fileURLToPath(new URL(file, import.meta.url)), args.map(String), { execArgv: [...execArgv] })
      children.push(child)
      return child
    },
  }
}

/** The child's next message; rejects when it ends instead. */
export const messageOf = async <Message>(child: ChildProcess): Promise<Message> => {
  const over = new AbortController()
  const { signal } = over
  const ended = once(child, 'exit', { signal }).then(([code]) => {
    throw new Error(`the process ended with ${code}`)
  })
  try {
    return ((await Promise.race([once(child, 'message', { signal }), ended])) as [Message])[0]
  } finally {
    over.abort()
    ended.catch(() => undefined)
  }
}

/** The child's answer to a message. */
export const ask = <Message>(child: ChildProcess, question: object = {}): Promise<Message> => {
  const answer = messageOf<Message>(child)
  child.send(question)
  return answer
}

/** The value that this share of the values is below. */
export const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? 0
