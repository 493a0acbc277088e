import { createHash } from 'node:crypto'
import { z } from 'zod'
import pinned from '../../artifacts.json' with { type: 'json' }

const PinnedFile = z
  .object({
    group: z.string(),
    artifact: z.string(),
    version: z.string(),
    type: z.string().default('jar'),
    classifier: z.string().optional(),
    /** Bytes. */
    size: z.number(),
    /** Of the file, in hex. */
    sha512: z.string().length(128),
  })
  .readonly()

/** One file of Maven's repositories, with what it must be. */
export type PinnedFile = z.infer<typeof PinnedFile>

const Bundle = z.object({ version: z.string(), files: z.array(PinnedFile) }).readonly()

export type BundleName = 'kafka' | 'kafkaTools' | 'registry' | 'redis'

/**
 * What `artifacts.json` pins. Kafka: its broker (`kafka_2.13`) with all it needs at run time, and a logger that writes to standard error.
 * kafkaTools: Kafka's own command-line clients, which want Kafka's jars beside them; only the chaos experiment uses them.
 */
export const bundles: Readonly<Record<BundleName, z.infer<typeof Bundle>>> = z
  .object({ kafka: Bundle, kafkaTools: Bundle, registry: Bundle, redis: Bundle })
  .parse(pinned)

export const fileName = ({ artifact, version, classifier, type }: PinnedFile): string =>
  `${artifact}-${version}${classifier === undefined ? '' : `-${classifier}`}.${type}`

/** Where a bundle lives in the cache. Changes with every pinned byte, so that nothing old is ever taken for it. */
export const bundleFolder = (name: BundleName): string => {
  const digest = createHash('sha256').update(JSON.stringify(bundles[name])).digest('hex')
  return `${name}-${bundles[name].version}-${digest.slice(0, 8)}`
}
