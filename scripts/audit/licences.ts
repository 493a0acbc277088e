import { z } from 'zod'
import { failed, type Finding, ok } from './check.ts'

/** Licences (SPDX) that let us use, change and pass on. MPL-2.0 asks for changes of its own files, which we do not make. */
const allowed: ReadonlySet<string> = new Set([
  'MIT',
  'MIT-0',
  'ISC',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'BlueOak-1.0.0',
  'MPL-2.0',
  'PostgreSQL',
  'Python-2.0',
  'CC0-1.0',
  'Unlicense',
  'Zlib',
])

/** Packages that do not state theirs where npm looks, and what the licence file they come with is. A new version is looked at again. */
const readByHand: Readonly<Record<string, string>> = { '@kafkajs/confluent-schema-registry 4.1.0': 'MIT' }

const Lock = z.object({
  packages: z.record(
    z.string(),
    z.object({ version: z.string().optional(), license: z.string().optional(), link: z.boolean().optional() }),
  ),
})

/** Whether an SPDX expression leaves a choice that is allowed: one side of an OR, both of an AND. */
export const isAllowed = (expression: string): boolean => {
  const text = expression.trim().replace(/^\((.*)\)$/, '$1')
  if (text.includes('(')) return false
  return text.split(/ OR /i).some((choice) => choice.split(/ AND /i).every((licence) => allowed.has(licence.trim())))
}

/** The licence of every package of the lock file; fails on one that is not allowed, or not stated. */
export const checkLicences = (lockFile: string): Finding => {
  const { packages } = Lock.parse(JSON.parse(lockFile))
  const foreign = Object.entries(packages)
    .filter(([path, { link }]) => path.includes('node_modules/') && link !== true)
    .map(([path, { license, version = '' }]) => {
      const name = `${path.replace(/^.*node_modules\//, '')} ${version}`
      return { name, license: license ?? readByHand[name] ?? 'none stated' }
    })
  const counts = new Map<string, number>()
  for (const { license } of foreign) counts.set(license, (counts.get(license) ?? 0) + 1)
  const bad = foreign.filter(({ license }) => !isAllowed(license))
  if (bad.length > 0)
    return failed(
      `${bad.length} of ${foreign.length} packages have a licence that is not allowed`,
      bad.map(({ name, license }) => `${name}: ${license}`),
    )
  const list = [...counts].toSorted(([, a], [, b]) => b - a).map(([licence, count]) => `${licence} ${count}`)
  return ok(`${foreign.length} packages: ${list.join(', ')}`)
}
