// `npm run docs [folder]`: the reference as two pages for a browser, topics.html and http.html.
import { mkdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { asyncApi } from '../asyncapi.ts'
import { openApi } from '../openapi.ts'
import { page } from './page.ts'
import { asyncApiRenderer, loadRenderer, openApiRenderer } from './renderers.ts'

const folder = resolve(process.argv[2] ?? '.hansard/docs')

const pages = [
  {
    file: 'topics.html',
    title: 'Hansard topics',
    renderer: asyncApiRenderer,
    start: `AsyncApiStandalone.render({ schema: ${JSON.stringify(asyncApi())}, config: { show: { sidebar: true } } }, document.getElementById('page'))`,
  },
  {
    file: 'http.html',
    title: 'Hansard ingress',
    renderer: openApiRenderer,
    start: `Redoc.init(${JSON.stringify(openApi())}, { disableSearch: true, hideDownloadButtons: true }, document.getElementById('page'))`,
  },
]

try {
  await mkdir(folder, { recursive: true })
  for (const { file, title, renderer, start } of pages) {
    await writeFile(join(folder, file), page({ title, start, ...(await loadRenderer(renderer)) }))
    console.log(join(folder, file))
  }
} catch (error) {
  console.error(`The pages could not be made: ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = 1
}
