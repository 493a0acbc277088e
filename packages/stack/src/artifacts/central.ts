import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { messageOf } from '@hansard/shared/errors'
import { SetupError } from '../setup-error.ts'
import type { Fetching } from './maven.ts'
import { fileName } from './pinned.ts'
import type { PinnedFile } from './pinned.ts'

/** Where the vendors publish these files: Maven's own default, used only where Maven is not installed. */
const central = 'https://repo1.maven.org/maven2'
const atOnce = 6
const attempts = 3

/** Fetches straight from Maven Central. Throws SetupError. */
export const fetchFromCentral = async ({ files, into, signal, onFile }: Fetching): Promise<void> => {
  const left = files.values()
  const fetchNext = async (): Promise<void> => {
    for (const file of left) {
      await fetchFile(file, into, signal, attempts)
      onFile()
    }
  }
  await Promise.all(Array.from({ length: atOnce }, fetchNext))
}

const fetchFile = async (file: PinnedFile, into: string, stop: AbortSignal, attemptsLeft: number): Promise<void> => {
  const folder = `${file.group.replaceAll('.', '/')}/${file.artifact}/${file.version}`
  try {
    const response = await fetch(`${central}/${folder}/${fileName(file)}`, {
      signal: AbortSignal.any([stop, AbortSignal.timeout(600_000)]),
    })
    if (!response.ok || response.body === null) throw new Error(`the answer was ${response.status}`)
    await pipeline(Readable.fromWeb(response.body), createWriteStream(join(into, fileName(file))))
  } catch (error) {
    if (attemptsLeft > 1 && !stop.aborted) return fetchFile(file, into, stop, attemptsLeft - 1)
    throw new SetupError(
      `Maven is not installed, and ${fileName(file)} could not be downloaded from Maven Central instead (${reasonOf(error)}). ` +
        'Install Maven, or check the network, and start again.',
    )
  }
}

// fetch says "fetch failed" and keeps the reason in its cause.
const reasonOf = (error: unknown): string => messageOf(error instanceof Error && error.cause !== undefined ? error.cause : error)
