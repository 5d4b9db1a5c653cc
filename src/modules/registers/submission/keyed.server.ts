import { createHmac, hkdfSync } from 'node:crypto'
import { z } from 'zod'
import { seal, unseal } from '#platform/settings/seal.server.ts'
import type { Values } from '../entry/values.ts'

/** A key of its own for each purpose. */
export const keyFor = (secret: Buffer, purpose: string) =>
	Buffer.from(hkdfSync('sha256', secret, 'pitso submission', purpose, 32))

/** A keyed digest for a purpose: nobody without the installation's secret makes it, or tries texts against it. */
export const digestFor = (secret: Buffer, purpose: string, text: string): string =>
	createHmac('sha256', keyFor(secret, purpose)).update(text).digest('base64url')

/** Makes keyed digests of many texts for one purpose. */
export function digester(secret: Buffer, purpose: string): (text: string) => string {
	const key = keyFor(secret, purpose)
	return (text) => createHmac('sha256', key).update(text).digest('base64url')
}

const CONTENT = 'submission content'
const EMAIL = 'submission e-mail'
const MESSAGE = 'submission message'
const FILE_NAME = 'submission file name'

const Sealed = z.object({ values: z.custom<Values>((value) => typeof value === 'object' && value !== null) })

/** What was sent, sealed with the installation's secret. */
export const sealValues = (secret: Buffer, values: Values) => seal(secret, CONTENT, JSON.stringify({ values }))
/** What was sent, opened. */
export const openValues = (secret: Buffer, sealed: string): Values =>
	Sealed.parse(JSON.parse(unseal(secret, CONTENT, sealed))).values

export const sealEmail = (secret: Buffer, email: string) => seal(secret, EMAIL, email)
export const openEmail = (secret: Buffer, sealed: string) => unseal(secret, EMAIL, sealed)
export const sealMessage = (secret: Buffer, text: string) => seal(secret, MESSAGE, text)
export const openMessage = (secret: Buffer, sealed: string) => unseal(secret, MESSAGE, sealed)
export const sealFileName = (secret: Buffer, name: string) => seal(secret, FILE_NAME, name)
export const openFileName = (secret: Buffer, sealed: string) => unseal(secret, FILE_NAME, sealed)
