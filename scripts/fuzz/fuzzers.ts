/** What Node runs for the fuzzers of the ingress and of the parsers. FUZZ_REQUESTS, FUZZ_DOCUMENTS and FUZZ_SEED say how much and what. */
export const fuzzers: readonly string[] = [
  'node_modules/vitest/vitest.mjs',
  'run',
  '--project',
  'unit',
  '--no-file-parallelism',
  '--testTimeout',
  '900000',
  'apps/ingress/src/fuzz',
  'packages/platforms/src/parsers.fuzz.test.ts',
]
