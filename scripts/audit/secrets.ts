import { lintSource } from '@secretlint/core'
import { creator } from '@secretlint/secretlint-rule-preset-recommend'
import { failed, type Finding, ok } from './check.ts'

export interface TrackedFile {
  readonly path: string
  readonly content: string
}

/** Found, looked at, and no secret: file and the rule that found it. */
const known: ReadonlySet<string> = new Set([
  'packages/platforms/src/zoom/download-address.test.ts BasicAuth',
  // A form to be filled in.
  'infra/k8s/secret.example.yaml PostgreSQLConnection',
])

/** Whether a file holds what looks like somebody's secret, by secretlint's recommended rules. The finding says where, never what. */
export const checkSecrets = async (files: readonly TrackedFile[]): Promise<Finding> => {
  const lines: string[] = []
  for (const { path, content } of files) {
    const { messages } = await lintSource({
      source: { filePath: path, content, contentType: 'text' },
      options: { config: { rules: [{ id: '@secretlint/secretlint-rule-preset-recommend', rule: creator }] }, noPhysicFilePath: true },
    })
    for (const { messageId, ruleId, loc } of messages)
      if (!known.has(`${path} ${messageId}`))
        lines.push(`${path}:${loc.start.line} ${ruleId.replace(/^@secretlint\/secretlint-rule-/, '')} ${messageId}`)
  }
  return lines.length === 0 ? ok(`${files.length} tracked files`) : failed(`${lines.length} places look like secrets`, lines)
}
