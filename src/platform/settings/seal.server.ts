import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

const CIPHER = 'aes-256-gcm'
const NONCE_BYTES = 12
const TAG_BYTES = 16

// A key of its own for each purpose: what was sealed for one is not opened for another.
const keyFor = (secret: Buffer, purpose: string) => Buffer.from(hkdfSync('sha256', secret, 'pitso seal', purpose, 32))

/** Seals a text with the installation's secret, so that the database alone, or its backup, does not tell it. */
export function seal(secret: Buffer, purpose: string, text: string): string {
	const nonce = randomBytes(NONCE_BYTES)
	const cipher = createCipheriv(CIPHER, keyFor(secret, purpose), nonce, { authTagLength: TAG_BYTES })
	const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
	return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url')
}

/** Opens what `seal` made; throws when the secret or the purpose is another, or the text was changed. */
export function unseal(secret: Buffer, purpose: string, sealed: string): string {
	const bytes = Buffer.from(sealed, 'base64url')
	const nonce = bytes.subarray(0, NONCE_BYTES)
	const decipher = createDecipheriv(CIPHER, keyFor(secret, purpose), nonce, { authTagLength: TAG_BYTES })
	decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
	return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8')
}
