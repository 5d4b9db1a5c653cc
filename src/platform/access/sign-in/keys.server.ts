import { createHmac, hkdfSync } from 'node:crypto'
import { recoveryCodes } from './recovery-codes.ts'

/** A key of its own for each purpose, from the installation's secret: what was made for one says nothing for another. */
export const keyFor = (secret: Buffer, purpose: string): Buffer =>
	Buffer.from(hkdfSync('sha256', secret, 'pitso sign-in', purpose, 32))

/** A keyed digest of a text for a purpose: nobody without the installation's secret makes it, or tries texts against it. */
export const digestFor = (secret: Buffer, purpose: string, text: string): string =>
	createHmac('sha256', keyFor(secret, purpose)).update(text).digest('base64url')

/** How recovery codes are digested with the installation's secret. */
export const recoveryCodesOf = (secret: Buffer) => recoveryCodes((code) => digestFor(secret, 'recovery code', code))

/** A recovery code as it is stored, and as the library is asked for it. */
export const storedRecoveryCode = (secret: Buffer, code: string) => recoveryCodesOf(secret).stored(code)
