import { parseArgs } from 'node:util'
import { faultsOf, runDrill } from '@hansard/e2e/tenants/drill'

/** `npm run tenants -- [--seconds 30] [--bystanders 500]`: exit code 1 when one tenant hurt another. */
const { values } = parseArgs({ options: { seconds: { type: 'string', default: '30' }, bystanders: { type: 'string', default: '500' } } })

// Without the command that runs it, nobody reads the report; what it started ends with it, however that is (the stack's guardian).
const leave = (): never => process.exit(130)
process.once('disconnect', leave)

const drill = await runDrill({
  roundMs: Number(values.seconds) * 1000,
  everyMs: 1_000,
  bystanders: Number(values.bystanders),
  progress: (text) => console.log(`${new Date().toISOString().slice(11, 19)}  ${text}`),
})
const faults = faultsOf(drill)
for (const { name, experience } of drill.rounds)
  console.log(
    `${((experience.p95 ?? Number.NaN) / (drill.undisturbed.p95 ?? Number.NaN)).toFixed(2).padStart(6)} × the undisturbed p95  ${name}`,
  )
console.log(faults.length === 0 ? '\nNobody was hurt.' : `\nNot as promised:\n${faults.map((fault) => `  ${fault}`).join('\n')}`)
process.exitCode = faults.length === 0 ? 0 : 1
process.off('disconnect', leave)
if (process.connected) process.disconnect()
