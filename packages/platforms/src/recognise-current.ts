import type { Directory } from '@hansard/shared/directory/directory'
import type { Delivery, Platform } from './platform.ts'
import { recognise, type Recognition } from './recognise.ts'

/** The directory as a process has it, and how it gets a newer one. */
export interface DirectoryView {
  /** Undefined until the first one was loaded. */
  current(): Directory | undefined
  /** True: `current` is newer than before. */
  renew(): Promise<boolean>
}

/**
 * Recognises against the current directory; a refusal that may only mean that the directory is older than the integration is judged once
 * more, after `renew`. Undefined: no directory was ever loaded. Rejects when `renew` does.
 */
export const recogniseCurrent = async (
  platform: Platform,
  delivery: Delivery,
  integrationId: string | undefined,
  view: DirectoryView,
): Promise<Recognition | undefined> => {
  const judge = (): Recognition | undefined => {
    const directory = view.current()
    return directory && recognise(platform, delivery, { directory, integrationId })
  }
  const first = judge()
  if (first !== undefined && !mayBeOutdated(first)) return first
  return (await view.renew()) ? judge() : first
}

const mayBeOutdated = (recognition: Recognition): boolean =>
  recognition.kind === 'forged' || recognition.kind === 'unavailable' || (recognition.kind === 'ignored' && recognition.event !== undefined)
