import { join } from 'node:path'
import { bundles, fileName } from '../artifacts/pinned.ts'
import { classArchiveFlags } from '../class-archive.ts'
import { quickStartFlags } from '../java.ts'
import type { Java } from '../java.ts'
import { host } from '../ports.ts'
import { createService } from '../processes/service.ts'
import { embeddedComponent } from './component.ts'
import type { Component, Place } from './component.ts'

export interface RegistryOptions {
  readonly java: Java
  /** The folder with the unpacked registry. */
  readonly bundle: string
  readonly port: number
  /** Instead of those that make it start from a class archive. */
  readonly flags?: readonly string[]
}

/** Apicurio, spoken to in the Confluent registry's way. On disk: ids that changed at a restart would make old records unreadable. */
export const createSchemaRegistry = ({ java, bundle, port, flags }: RegistryOptions, place: Place): Component => {
  const url = `http://${host}:${port}/apis/ccompat/v7`
  return embeddedComponent(url, place.log, async () =>
    createService(
      {
        name: 'registry',
        command: java.command,
        args: [
          ...quickStartFlags(192),
          ...(flags ?? (await classArchiveFlags(bundle, java))),
          `-Dquarkus.http.host=${host}`,
          `-Dquarkus.http.port=${port}`,
          '-jar',
          join(bundle, runnerJar()),
        ],
        env: { ...place.env, REGISTRY_DATASOURCE_URL: `jdbc:h2:file:${join(place.data, 'registry')}` },
        cwd: bundle,
        log: place.log,
        stopSignal: 'SIGTERM',
        stopWithinMs: 20_000,
        ready: () => answers(url),
        readyWithinMs: 60_000,
        onLost: place.onLost,
      },
      place.ledger,
    ),
  )
}

const runnerJar = (): string =>
  bundles.registry.files
    .map(fileName)
    .join('')
    .replace(/-all\.tar\.gz$/, '-runner.jar')

const answers = async (url: string): Promise<boolean> => {
  const response = await fetch(`${url}/subjects`, { signal: AbortSignal.timeout(2_000) })
  return response.ok && Array.isArray(await response.json())
}
