import { text as allOf } from 'node:stream/consumers'
import { visible } from '@hansard/shared/printable'
import pc from 'picocolors'

export type Colours = ReturnType<typeof pc.createColors>

/** Where a command reads and writes. */
export interface Terminal {
  /** One line, or several, of the answer. */
  print(text: string): void
  /** A remark or a problem, apart from the answer. */
  remark(text: string): void
  /** Columns a line may take. */
  readonly columns: number
  /** Plain where output goes into a pipe or NO_COLOR is set. */
  readonly colours: Colours
  /** What a person types without its being shown; all of the input where no person is typing. */
  readSecret(question: string): Promise<string>
}

const widest = 120

/** The terminal of a process. */
export const createTerminal = ({ stdin, stdout, stderr }: Pick<NodeJS.Process, 'stdin' | 'stdout' | 'stderr'>): Terminal => ({
  // Whatever a command forgot: nothing that acts on a terminal, or that nobody sees, goes out.
  print: (text) => void stdout.write(`${visible(text, stdout.isTTY)}\n`),
  remark: (text) => void stderr.write(`${visible(text, stdout.isTTY)}\n`),
  // Some terminals say 0.
  columns: Math.max(40, Math.min(stdout.columns || 80, widest)),
  // A pipe's isTTY is undefined, which createColors takes for leaving the choice to the environment.
  colours: pc.createColors(stdout.isTTY ? pc.isColorSupported : false),
  async readSecret(question) {
    if (!stdin.isTTY) return (await allOf(stdin)).replace(/\r?\n$/, '')
    stderr.write(question)
    const typed = await unseen(stdin)
    stderr.write('\n')
    return typed
  },
})

const [interrupt, endOfInput, backspace, del] = ['\u0003', '\u0004', '\b', '\u007f']

/** A line typed without echo. Ctrl-C gives up. */
const unseen = (stdin: NodeJS.ReadStream): Promise<string> =>
  new Promise((resolve, reject) => {
    let typed = ''
    const end = (settle: () => void) => {
      stdin.off('data', onData)
      stdin.setRawMode(false)
      stdin.pause()
      settle()
    }
    const onData = (data: string) => {
      for (const key of data) {
        if (key === '\r' || key === '\n' || key === endOfInput) return end(() => resolve(typed))
        if (key === interrupt) return end(() => reject(new Error('Interrupted; nothing was changed.')))
        if (key === backspace || key === del) typed = typed.slice(0, -1)
        else typed += key
      }
    }
    stdin.setEncoding('utf8')
    stdin.setRawMode(true)
    stdin.resume()
    stdin.on('data', onData)
  })
