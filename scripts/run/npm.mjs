/** How often (ms) it is looked whether npm still runs. */
const every = 250

/**
 * Ends this process, as SIGTERM does, when the npm that runs it is gone: killed, it could pass no signal on. Without npm nobody is watched:
 * whoever starts a command in the background may leave. (`exec` in package.json makes npm the parent; else a shell would be in between, which
 * passes on no signal either.)
 */
export const endWithNpm = (env) => {
  if (env.npm_lifecycle_event === undefined) return
  const npm = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === npm) return
    clearInterval(timer)
    process.kill(process.pid, 'SIGTERM')
  }, every)
  timer.unref()
}
