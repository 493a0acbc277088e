import type { DeliveryTrace, Step } from './deliveries.ts'
import { indented, time, titled, type Style } from './lines.ts'
import { renderSteps } from './render-steps.ts'

/** A delivery and its steps, in lines of at most `columns`. Times are UTC. */
export const renderDelivery = (delivery: DeliveryTrace, style: Style, now: Date): readonly string[] => [
  ...heading(delivery, style),
  ...(delivery.steps.length === 0 ? [] : ['', ...renderSteps(delivery.steps, style, now)]),
]

/** The delivery that others are like, and how it ended. */
export const renderFirst = (delivery: DeliveryTrace, style: Style, now: Date): readonly string[] => [
  ...heading(delivery, style),
  '  the first of its kind; all of its way:',
  `  npm run hansard -- where ${delivery.id}`,
  ...(delivery.steps.length === 0 ? [] : ['', ...renderSteps(delivery.steps.slice(-1), style, now)]),
]

/** What became of people's commands. */
export const renderCommands = (steps: readonly Step[], style: Style): readonly string[] => [
  style.colours.bold('Commands'),
  ...renderSteps(steps, style),
]

const heading = ({ id, status, platform, eventType, externalId, receivedAt }: DeliveryTrace, style: Style): readonly string[] => {
  const what = [platform, eventType, externalId === null ? null : `of ${externalId}`].filter((part) => part !== null)
  return [
    titled('Delivery', id, status, style),
    ...indented(what.length === 0 ? 'not yet recognised' : what.join(' '), 2, style),
    ...(receivedAt === null ? [] : [`  received ${time(receivedAt)} UTC`]),
  ]
}
