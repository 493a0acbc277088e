const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏']

/** Shows on standard error that something takes its time: turning on a terminal, a plain line elsewhere. Returns what to call at its end. */
export const showWork = (text) => {
  const begin = performance.now()
  const seconds = () => `${((performance.now() - begin) / 1_000).toFixed(0)} s`
  const { stderr } = process
  if (!stderr.isTTY) {
    stderr.write(`${text} …\n`)
    return () => stderr.write(`${text}: ${seconds()}\n`)
  }
  let frame = 0
  const timer = setInterval(() => stderr.write(`\r\x1b[2K${frames[frame++ % frames.length]} ${text} … ${seconds()}`), 100)
  return () => {
    clearInterval(timer)
    stderr.write(`\r\x1b[2K${text}: ${seconds()}\n`)
  }
}
