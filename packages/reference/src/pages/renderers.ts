import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** A published renderer that runs in a browser: one package, pinned by what npm calls its integrity. */
export interface Renderer {
  readonly name: string
  readonly integrity: string
  /** Files of the package, by their use. */
  readonly script: string
  readonly style?: string
}

export const asyncApiRenderer: Renderer = {
  name: '@asyncapi/react-component@3.2.1',
  integrity: 'sha512-k5ZqJd6+oxYaQ2o6F3rGWJ1MTIjXdpsUYB3NKQbVqr4yzrN0Ovj5c7eZx8NGd3wfKPhbOrLREtYl9K2OPfnSsA==',
  script: 'browser/standalone/index.js',
  style: 'styles/default.min.css',
}

export const openApiRenderer: Renderer = {
  name: 'redoc@2.5.4',
  integrity: 'sha512-M6jWhG1qoBnH6TFmzJnstyCZ87HmOY/UzDm78mHiYihEdlV/YcS9ogOo1NlElnJMeLsyxHFe2yFc4sNjHTrABQ==',
  script: 'bundles/redoc.standalone.js',
}

/**
 * A renderer's script and style, as published. Brought by npm with the user's own settings, since neither belongs into every installation.
 * Throws when it cannot be had or is not what was pinned.
 */
export const loadRenderer = async ({
  name,
  integrity,
  script,
  style,
}: Renderer): Promise<{ readonly script: string; readonly style: string }> => {
  const folder = await mkdtemp(join(tmpdir(), 'hansard-docs-'))
  try {
    const { stdout } = await run('npm', ['pack', name, '--silent', '--pack-destination', folder], { cwd: folder })
    const archive = join(folder, stdout.trim().split('\n').at(-1) ?? '')
    const found = `sha512-${createHash('sha512')
      .update(await readFile(archive))
      .digest('base64')}`
    if (found !== integrity) throw new Error(`${name} is not the package that was pinned: ${found}`)
    await run('tar', ['-xzf', archive, '-C', folder])
    const text = (file: string) => readFile(join(folder, 'package', file), 'utf8')
    return { script: await text(script), style: style === undefined ? '' : await text(style) }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
