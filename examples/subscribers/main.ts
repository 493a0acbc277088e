// `npm run subscribe -- typescript|python|java`: installs what the example needs and runs it against the Hansard that `npm start` runs here.
import { spawn } from 'node:child_process'
import { languages, prepare, type Language } from './languages.ts'

const [language = ''] = process.argv.slice(2)

if (!Object.hasOwn(languages, language)) {
  process.stderr.write(`Name a language: npm run subscribe -- ${Object.keys(languages).join('|')}\n`)
  process.exitCode = 1
} else {
  try {
    const { command, args, cwd } = prepare(language as Language)
    const child = spawn(command, args, { cwd, stdio: 'inherit' })
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
    child.on('exit', (code) => (process.exitCode = code ?? 0))
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = 1
  }
}
