import { type Arbitrary, uint16Array } from 'fast-check'

/** For tests: text of any UTF-16 code units, lone surrogates and control characters among them. */
export const anyText = (minLength = 0): Arbitrary<string> => uint16Array({ minLength }).map((units) => String.fromCharCode(...units))
