import { expect, test } from 'vitest'
import { downIn } from './sample.ts'

test('the metrics say which dependency is away', () => {
  const metrics = [
    '# TYPE hansard_dependency_up gauge',
    'hansard_dependency_up{dependency="redis"} 0',
    'hansard_dependency_up{dependency="postgres"} 1',
    'hansard_dependency_up{dependency="registry"} 0',
    'hansard_other{dependency="kafka"} 0',
  ]
  expect(downIn(metrics.join('\n'))).toEqual(['redis', 'registry'])
})
