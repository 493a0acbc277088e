import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { generate as contractTypes, generatedFile } from '@hansard/shared/contracts/generate'

/** Writes whatever is made from something else: the contracts' TypeScript, and the reference in docs/api/. */
export const generateAll = async (): Promise<void> => {
  writeFileSync(generatedFile, contractTypes())
  // Only now: the reference is made from the types just written.
  const { references } = await import('./references.ts')
  for (const { file, text } of references()) writeFileSync(file, text)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await generateAll()
