import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { constants } from 'node:os'

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']

/** Ctrl-C comes twice under npm: once from the terminal, once more passed on by npm. Within this time (ms) they are one. */
const sameMoment = 300

/**
 * Runs a command to its end, as if it were this process: its input and output are this one's, signals go through, and so does its exit
 * code. It has a process group of its own, so that it hears of Ctrl-C through this process alone, once.
 */
export const runChild = async (command, args, { env, cwd }) => {
  const child = spawn(command, args, { env, cwd, detached: true, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] })
  const stopForwarding = forwardSignals(child)
  const [code, signal] = await once(child, 'exit')
  stopForwarding()
  // The shell's way of saying "ended by a signal".
  process.exitCode = signal === null ? code : 128 + constants.signals[signal]
}

/** Passes signals on to `child`, each press once. Returns how to stop doing so. */
export const forwardSignals = (child) => {
  let last = 0
  const forward = (signal) => {
    const now = performance.now()
    if (last !== 0 && now - last < sameMoment) return
    last = now
    child.kill(signal)
  }
  for (const signal of signals) process.on(signal, forward)
  return () => {
    for (const signal of signals) process.off(signal, forward)
  }
}
