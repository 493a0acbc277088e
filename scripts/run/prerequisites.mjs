import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

/** Something a user has to install or put right; its message says what. */
export class Missing extends Error {}

/**
 * Throws Missing with one sentence for the first thing that is not there.
 * @param {{ java: boolean, env: NodeJS.ProcessEnv }} wanted
 */
export const checkPrerequisites = ({ java, env }) => {
  if (process.platform === 'win32') throw new Missing('Hansard runs on Linux and macOS; on Windows, start it inside WSL.')
  const node = Number(process.versions.node.split('.')[0])
  if (node < 20) throw new Missing(`Node ${process.versions.node} is too old: install Node 20 or newer.`)
  if (java && !(env.KAFKA_BROKERS && env.SCHEMA_REGISTRY_URL)) checkJava(env)
}

/** Kafka and the schema registry run on Java. */
const checkJava = (env) => {
  const command = env.JAVA_HOME ? join(env.JAVA_HOME, 'bin', 'java') : 'java'
  const { status, stdout, stderr } = spawnSync(command, ['-version'], { encoding: 'utf8' })
  const major = Number(/version "(?:1\.)?(\d+)/.exec(`${stdout}${stderr}`)?.[1])
  const where = env.JAVA_HOME ? ` (JAVA_HOME is ${env.JAVA_HOME})` : ''
  if (status !== 0 || Number.isNaN(major)) throw new Missing(`Java is missing${where}: install Java 17 or newer, a runtime is enough.`)
  if (major < 17) throw new Missing(`Java ${major} is too old${where}: install Java 17 or newer, a runtime is enough.`)
}
