import { join } from 'node:path'

/**
 * Where Node keeps what it made of the sources for the next start: an app is up after 1.0 instead of 1.4 seconds and takes 115 instead of
 * 140 MB, because what strips the types is not loaded. Keyed by the files' content.
 * https://nodejs.org/docs/latest-v24.x/api/module.html#module-compile-cache
 */
export const compileCache: string = join(import.meta.dirname, '../../../../.hansard/compile-cache')
