import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { host } from './ports.ts'

/** Sends `question` to a port of this machine and resolves with the first `bytes` of the answer, or rejects: refused, closed, or silent for a second. `caFile`: over TLS. */
export const ask = (port: number, question: Buffer, bytes: number, caFile?: string): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    let answer = Buffer.alloc(0)
    const place = { port, host, timeout: 1_000 }
    const begin = () => socket.write(question)
    const socket = caFile === undefined ? connect(place, begin) : connectTls({ ...place, ca: readFileSync(caFile) }, begin)
    const fail = (error: Error): void => {
      socket.destroy()
      reject(error)
    }
    socket.on('timeout', () => fail(new Error('no answer')))
    socket.on('error', fail)
    socket.on('close', () => reject(new Error('closed')))
    socket.on('data', (chunk) => {
      answer = Buffer.concat([answer, chunk])
      if (answer.length < bytes) return
      resolve(answer)
      socket.destroy()
    })
  })
