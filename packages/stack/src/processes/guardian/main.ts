import { endAbandoned } from '../../abandoned.ts'

// What a guardian becomes when the process it belonged to is gone.
const [pid, stateDir] = process.argv.slice(2)
if (stateDir !== undefined) await endAbandoned(stateDir, { ofPid: Number(pid) })
