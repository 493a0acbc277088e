// npm's list of what is inside (CycloneDX, on standard input), made complete and the same each time: Node itself is added, what differs
// from run to run (time, serial number) is left out.
import { readFileSync } from 'node:fs'

const { serialNumber: _serial, ...sbom } = JSON.parse(readFileSync(0, 'utf8'))
const { timestamp: _time, ...metadata } = sbom.metadata
const version = process.versions.node
const node = {
  'bom-ref': `node@${version}`,
  type: 'platform',
  name: 'node',
  version,
  purl: `pkg:generic/node@${version}`,
  licenses: [{ license: { id: 'MIT' } }],
}
process.stdout.write(`${JSON.stringify({ ...sbom, metadata, components: [node, ...sbom.components] }, undefined, 1)}\n`)
