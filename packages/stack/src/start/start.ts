import pc from 'picocolors'
import { SetupError } from '../setup-error.ts'
import { StackInUseError } from '../stack.ts'
import { bringUp } from './bring-up.ts'
import type { Running, Surroundings } from './bring-up.ts'
import { nextSampleMeeting } from './next-sample.ts'
import type { StartOptions } from './options.ts'
import { runSample } from './sample.ts'
import type { SampleDelivery, SampleRoute } from './sample.ts'
import { sampleTitle, showDelivery, showJourneys, showMerged } from './show-sample.ts'
import { createStackProgress, showStart } from './show-start.ts'
import { removeStackFile, writeStackFile } from './stack-file.ts'

type Print = (text: string) => void

/** Brings everything up and shows it. Throws SetupError. */
export const startAll = async (around: Surroundings, { fresh }: StartOptions, print: Print): Promise<Running> => {
  const progress = createStackProgress()
  const work = bringUp(around, fresh, (event) => {
    progress.accept(event)
    if (event.kind === 'lost') around.onLost(event.component, event.reason)
  })
  try {
    const shown = showStart(work, progress)
    // The display holds back what others print until it has ended.
    around.releases.add(() => Promise.allSettled([shown]))
    await shown
    await work.running
  } catch (error) {
    // The first failure of the work itself, not what the display made of it.
    const cause = await work.running.then(
      () => error,
      (reason: unknown) => reason,
    )
    throw cause instanceof StackInUseError
      ? new SetupError(`Another npm start (process ${cause.pid}) runs in this checkout: stop it first.`)
      : cause
  }
  const running = await work.running
  await writeStackFile(around.stateDir, running)
  around.releases.add(() => removeStackFile(around.stateDir))
  const { leftovers } = running.stack
  if (leftovers.length > 0) print(pc.dim(`\nEnded first: ${leftovers.length} processes that an earlier start had left running.`))
  return running
}

/** Sends the sample meeting and shows what became of it. Throws SampleError. */
export const showSampleMeeting = async (around: Surroundings, running: Running, print: Print): Promise<void> => {
  const meeting = await nextSampleMeeting(around.stateDir)
  const deliveries: SampleDelivery[] = []
  print(sampleTitle(meeting))
  const outcome = await runSample(meeting, routeThrough(running), around.secrets, (delivery) => {
    deliveries.push(delivery)
    print(showDelivery(delivery))
  })
  print(showJourneys(deliveries, outcome.steps))
  print(showMerged(outcome))
}

const routeThrough = ({ stack, simulator, apps }: Running): SampleRoute => ({
  ingress: apps.find(({ name }) => name === 'ingress')?.address ?? '',
  simulator: simulator.address,
  brokers: stack.kafka.brokers,
  registry: stack.registry.url,
  postgres: stack.postgres.url,
})

/** What to do next, where `state` is the folder as people call it and `commands` what stands before those that are to find it. */
export const nextSteps = ({ state, commands }: { readonly state: string; readonly commands: string }, { apps }: Running): string => {
  const ingress = apps.find(({ name }) => name === 'ingress')?.address ?? ''
  const rows = [
    ['Webhooks', `${ingress}/webhooks/…`],
    ['Send one', `${commands}npm run send -- zoom        (or fireflies, otter; --help)`],
    ['Follow it', `${commands}npm run hansard -- where <webhook-event-id>`],
    ['Addresses', `${state}/stack.json    logs: ${state}/logs/`],
    ['Secrets', `${state}/dev.env`],
  ]
  return [
    '',
    ...rows.map(([what = '', how = '']) => `  ${pc.dim(what.padEnd(11))}${how}`),
    '',
    `${pc.bold('Hansard is up.')} Ctrl-C stops all of it.`,
  ].join('\n')
}
