import { brokersOf } from '../../kafka/testing/cluster.ts'
import { metricsCost } from './metrics-cost.ts'
import { tracingCost } from './tracing-cost.ts'

/** What watching costs on this machine, on the cluster in KAFKA_BROKERS: node packages/shared/src/telemetry/figures/main.ts */
const micros = (value: number) => `${value.toFixed(2)} µs`
const range = (values: readonly number[]) =>
  `${(values[Math.floor(values.length / 2)] ?? Number.NaN).toFixed(3)} (median of ${values.length} pairs; ${values[0]?.toFixed(3)} to ${values.at(-1)?.toFixed(3)})`

const { counter, histogram } = metricsCost()
console.log('one call                prom-client   bound once')
console.log(`counter, two labels     ${micros(counter.promClient).padEnd(13)} ${micros(counter.bound)}`)
console.log(`histogram, one label    ${micros(histogram.promClient).padEnd(13)} ${micros(histogram.bound)}`)

const { off, sampled, cpuRatios, throughputRatios } = await tracingCost(brokersOf(process.env))
console.log('\na stage that copies, exactly once     CPU a record   records/s')
console.log(`tracing off                           ${micros(off.cpuMicros).padEnd(14)} ${off.recordsPerSecond.toFixed(0)}`)
console.log(`1 % of the traces recorded            ${micros(sampled.cpuMicros).padEnd(14)} ${sampled.recordsPerSecond.toFixed(0)}`)
console.log(`CPU, ratio                            ${range(cpuRatios)}`)
console.log(`throughput, ratio                     ${range(throughputRatios)}`)
process.exit(0)
