import { z } from 'zod'
import { failed, type Finding, ok } from './check.ts'

const Bom = z.object({
  bomFormat: z.literal('CycloneDX'),
  specVersion: z.string(),
  components: z.array(z.object({ name: z.string(), version: z.string(), purl: z.string().optional() })),
})

/** Whether what `npm sbom` printed is a bill of materials with something in it; `file` is where it was written. */
export const checkSbom = (output: string, file: string): Finding => {
  try {
    const { specVersion, components } = Bom.parse(JSON.parse(output))
    if (components.length === 0) return failed('the bill of materials is empty', [])
    return ok(`CycloneDX ${specVersion}, ${components.length} components, in ${file}`)
  } catch {
    return failed('npm sbom did not print a bill of materials', [output.slice(0, 200)])
  }
}
