import type { ListrRenderer, ListrTaskObject } from 'listr2'
import { ListrTaskEventType } from 'listr2'
import { visible } from '@hansard/shared/printable'
import pc from 'picocolors'

type Task = ListrTaskObject<unknown, typeof PlainRenderer, typeof PlainRenderer>

/**
 * For pipes and files: one line for each finished step, and what a long step says in between. Why a start failed is said at its end.
 * A class because listr2 wants one.
 */
export class PlainRenderer implements ListrRenderer {
  static readonly nonTTY = true
  static rendererOptions: never
  static rendererTaskOptions: never
  readonly tasks: Task[]

  constructor(tasks: Task[]) {
    this.tasks = tasks
  }

  render(): void {
    this.tasks.forEach(follow)
  }

  end(): void {
    // Every line is out already.
  }
}

const write = (mark: string, text = ''): void => void process.stdout.write(`${mark} ${visible(text, pc.isColorSupported)}\n`)

/** A long step says something for each of its parts; between two lines passes at least this time (milliseconds). */
const pause = 2_000

const follow = (task: Task): void => {
  let last = -pause
  task.on(ListrTaskEventType.SUBTASK, (subtasks) => (subtasks as Task[]).forEach(follow))
  task.on(ListrTaskEventType.OUTPUT, (text) => {
    if (performance.now() - last < pause) return
    last = performance.now()
    write(' ', text)
  })
  task.on(ListrTaskEventType.STATE, () => {
    if (task.isCompleted() && !task.hasSubtasks()) write('✔', task.title)
  })
}
