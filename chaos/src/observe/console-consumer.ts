import { execFile, spawn } from 'node:child_process'
import { appendFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { bundlePath, ensureBundles } from '@hansard/stack/artifacts/cache'
import { findJava } from '@hansard/stack/java'
import { accompany } from '@hansard/stack/processes/accompany'
import type { Ledger } from '@hansard/stack/processes/ledger'
import { noValue, parseRecord, type PrintedRecord } from './printed-record.ts'

/** Reading with Kafka's own Java client, which shares nothing with the client under test. */
export interface JavaReader {
  /** Subscribes to the committed records of the topic, from its beginning or from now on. Resolves when it was started. */
  read(topic: string, from: 'beginning' | 'now', onRecord: (record: PrintedRecord) => void): Reading
  /** Removes the records of a partition before the offset, for good. */
  deleteBefore(topic: string, partition: number, offset: bigint): Promise<void>
}

export interface Reading {
  /** Resolves when it ended, rejects when it did so without being asked to. */
  readonly ended: Promise<void>
  stop(): void
}

export interface JavaReaderOptions {
  readonly env: NodeJS.ProcessEnv
  readonly signal: AbortSignal
  readonly brokers: string
  /** The stack's: a reader ends with whoever started it, however that ends. */
  readonly ledger: Ledger
  /** Takes what Java has to say. */
  readonly log: string
}

const bytes = 'org.apache.kafka.common.serialization.BytesDeserializer'
const formatter = [
  `null.literal=${noValue}`,
  'print.partition=true',
  'print.offset=true',
  'print.timestamp=true',
  `value.deserializer=${bytes}`,
]

const consumer = ['metadata.max.age.ms=5000', 'fetch.max.wait.ms=250']

const options = (values: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(values).flatMap(([name, value]) => [`--${name}`, value])

/** Fetches Kafka's command-line tools when they are not there yet. Throws SetupError. */
export const prepareJavaReader = async ({ env, signal, brokers, ledger, log }: JavaReaderOptions): Promise<JavaReader> => {
  await ensureBundles(['kafka', 'kafkaTools'], { env, signal, log, onProgress: () => undefined })
  const java = await findJava(env)
  const kafka = bundlePath(env, 'kafka')
  const classPath = [join(kafka, '*'), join(bundlePath(env, 'kafkaTools'), '*')].join(':')
  const flags = ['-Xmx256m', '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn']
  return {
    read(topic, from, onRecord) {
      const args = [
        ...flags,
        '-cp',
        classPath,
        'org.apache.kafka.tools.consumer.ConsoleConsumer',
        ...options({ 'bootstrap-server': brokers, topic, 'isolation-level': 'read_committed' }),
        ...(from === 'beginning' ? ['--from-beginning'] : []),
        ...formatter.flatMap((property) => options({ 'formatter-property': property })),
        ...consumer.flatMap((property) => options({ 'command-property': property })),
      ]
      const child = spawn(java.command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
      void accompany(ledger, 'java-reader', child)
      let stopped = false
      const lines = createLines((line) => onRecord(parseRecord(line)))
      child.stdout.on('data', lines)
      child.stderr.on('data', (chunk: Buffer) => appendFileSync(log, chunk))
      const ended = new Promise<void>((resolve, reject) => {
        child.once('error', reject)
        child.once('close', (code) =>
          stopped ? resolve() : reject(new Error(`the Java reader of ${topic} ended with ${code}: see ${log}`)),
        )
      })
      return {
        ended,
        stop() {
          stopped = true
          child.kill('SIGKILL')
        },
      }
    },
    async deleteBefore(topic, partition, offset) {
      const file = join(dirname(log), 'delete-records.json')
      await writeFile(file, JSON.stringify({ version: 1, partitions: [{ topic, partition, offset: Number(offset) }] }))
      const command = 'org.apache.kafka.tools.DeleteRecordsCommand'
      const args = [...flags, '-cp', classPath, command, ...options({ 'bootstrap-server': brokers, 'offset-json-file': file })]
      await promisify(execFile)(java.command, args, { env })
    },
  }
}

/** Cuts a stream into lines, as bytes: a line may have megabytes. */
const createLines = (onLine: (line: Buffer) => void): ((chunk: Buffer) => void) => {
  let parts: Buffer[] = []
  return (chunk) => {
    let start = 0
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, start)) {
      onLine(Buffer.concat([...parts, chunk.subarray(start, end)]))
      parts = []
      start = end + 1
    }
    if (start < chunk.length) parts.push(chunk.subarray(start))
  }
}
