import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { SetupError } from '../setup-error.ts'
import { fileName } from './pinned.ts'
import type { PinnedFile } from './pinned.ts'

export interface Fetching {
  readonly files: readonly PinnedFile[]
  /** An existing folder that takes the files. */
  readonly into: string
  readonly env: NodeJS.ProcessEnv
  /** Aborted: nothing is wanted any more. */
  readonly signal: AbortSignal
  /** Takes the output of the tool. */
  readonly log: string
  /** Called whenever one more file has arrived. */
  onFile(): void
}

/**
 * Fetches with Maven, configured as the user has it (mirrors, proxies, local repository). Answers false when there is no `mvn`.
 * Throws SetupError when Maven failed.
 */
export const fetchWithMaven = async (fetching: Fetching): Promise<boolean> => {
  const pom = join(fetching.into, 'pom.xml')
  await writeFile(pom, pomOf(fetching.files))
  const goal = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies'
  const maven = spawn('mvn', ['-B', '-f', pom, goal, `-DoutputDirectory=${fetching.into}`], {
    env: fetching.env,
    signal: fetching.signal,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const outcome = Promise.race([once(maven, 'exit'), once(maven, 'error')]).then(([code]: unknown[]) => code)
  const log = createWriteStream(fetching.log)
  const errors: string[] = []
  const awaited = new Set(fetching.files.map(fileName))
  maven.stderr.on('data', (chunk: Buffer) => log.write(chunk))
  createInterface({ input: maven.stdout }).on('line', (line) => {
    log.write(`${line}\n`)
    const arrived = arrivedFile(line)
    if (arrived !== undefined && awaited.delete(arrived)) fetching.onFile()
    if (line.startsWith('[ERROR]')) errors.push(line.slice('[ERROR] '.length).trim())
  })
  const code = await outcome.catch((error: unknown) => error)
  log.end()
  if (code instanceof Error && 'code' in code && code.code === 'ENOENT') return false
  if (code === 0) return true
  throw new SetupError(`Maven could not fetch the embedded stack: ${errors[0] ?? String(code)} (its whole output: ${fetching.log})`)
}

/** The file that a line of Maven's output tells of. What the local repository has already is not told of: it is there at once. */
const arrivedFile = (line: string): string | undefined => /Downloaded from \S+ \S+\/(\S+) \(/.exec(line)?.[1]

/** Every file by name and without what it depends on: the pinned list is complete, so Maven has nothing to choose. */
const pomOf = (files: readonly PinnedFile[]): string => `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>hansard</groupId>
  <artifactId>embedded-stack</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  <dependencies>
${files.map(dependencyOf).join('\n')}
  </dependencies>
</project>
`

const dependencyOf = ({ group, artifact, version, type, classifier }: PinnedFile): string => `    <dependency>
      <groupId>${group}</groupId>
      <artifactId>${artifact}</artifactId>
      <version>${version}</version>
      <type>${type}</type>${classifier === undefined ? '' : `\n      <classifier>${classifier}</classifier>`}
      <exclusions><exclusion><groupId>*</groupId><artifactId>*</artifactId></exclusion></exclusions>
    </dependency>`
