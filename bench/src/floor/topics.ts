/** Where the floors write: the same records, in topics of their own. */
export const floorTopics = { ingest: 'bench.ingest-floor.v1', stage: 'bench.stage-floor.v1' } as const
