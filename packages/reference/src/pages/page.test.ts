import { expect, test } from 'vitest'
import { page } from './page.ts'

test('a document that speaks of scripts does not end the page’s own', () => {
  const text = page({ title: 'Topics', style: '', script: 'a("</script><b>")', start: 'b("<!-- </SCRIPT>")' })
  expect(text.match(/<\/script>/gi)).toHaveLength(2)
  expect(text).not.toContain('<!--')
})
