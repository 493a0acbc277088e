import { defineConfig } from 'vitest/config'

// The suffix tells what a test touches: *.test.ts nothing outside the process, *.integration.test.ts the embedded
// stack (its addresses are in the environment), *.e2e.test.ts the stack and all apps as processes. Timeouts only end what hangs.
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{apps,packages,e2e,chaos,eval,bench,infra,scripts}/**/*.test.ts'],
          exclude: ['**/*.{integration,e2e}.test.ts', '**/node_modules/**'],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['{apps,packages,bench,examples}/**/*.integration.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
      { test: { name: 'e2e', include: ['e2e/**/*.e2e.test.ts'], fileParallelism: false, testTimeout: 240_000, hookTimeout: 120_000 } },
    ],
  },
})
