import { createPlatforms, platformConfig } from '@hansard/platforms/platforms'
import { readConfig } from '@hansard/shared/runtime/config'
import { z } from 'zod'

/** Milliseconds by platform: how long after the first event of a meeting its transcript should be there. */
export type TranscriptDeadlines = ReadonlyMap<string, number>

/** As the platforms say; where they are reached does not matter. */
export const transcriptDeadlines = (): TranscriptDeadlines => {
  const platforms = createPlatforms(readConfig(z.object(platformConfig), {}))
  return new Map([...platforms].map(([name, { transcriptDeadlineMs }]) => [name, transcriptDeadlineMs]))
}
