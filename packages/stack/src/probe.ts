import { connect } from 'node:net'
import { host } from './ports.ts'

/** Sends `question` to a port of this machine and resolves with the first `bytes` of the answer, or rejects: refused, closed, or silent for a second. */
export const ask = (port: number, question: Buffer, bytes: number): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    let answer = Buffer.alloc(0)
    const socket = connect({ port, host, timeout: 1_000 }, () => socket.write(question))
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
