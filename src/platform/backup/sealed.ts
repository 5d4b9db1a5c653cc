import {
	createCipheriv,
	createDecipheriv,
	createHmac,
	hkdfSync,
	randomBytes,
	scrypt,
	timingSafeEqual
} from 'node:crypto'
import { z } from 'zod'

/** Why an encrypted backup cannot be read. */
export class SealError extends Error {
	readonly code: 'wrong-passphrase' | 'changed' | 'truncated' | 'newer'
	constructor(code: SealError['code']) {
		super(`sealed: ${code}`)
		this.name = 'SealError'
		this.code = code
	}
}

/** What an encrypted backup begins with; its last line says how the key is made. */
export const SEAL_MARK = Buffer.from('PITSO ENCRYPTED BACKUP\n')

const CHUNK = 65_536
const TAG = 16
// RFC 7914; 128 MiB and half a second for each guess of a passphrase.
const COST = { N: 131_072, r: 8, p: 1 }
const COST_MOST = { N: 1_048_576, r: 16, p: 4 }

const Head = z.strictObject({
	format: z.int(),
	cipher: z.literal('aes-256-gcm'),
	chunk: z.int().min(1_024).max(1_048_576),
	scrypt: z.strictObject({
		N: z.int().min(2).max(COST_MOST.N),
		r: z.int().min(1).max(COST_MOST.r),
		p: z.int().min(1).max(COST_MOST.p),
		salt: z.base64()
	})
})
type Head = z.output<typeof Head>

const HEAD_MOST = 1_000

function derived(passphrase: string, { scrypt: { salt, ...cost } }: Head): Promise<Buffer> {
	return new Promise((resolve, reject) => {
		const maxmem = 256 * cost.N * cost.r
		scrypt(passphrase.normalize('NFC'), Buffer.from(salt, 'base64'), 32, { ...cost, maxmem }, (error, key) =>
			error ? reject(error) : resolve(key)
		)
	})
}

// One key proves the passphrase, the other encrypts; both are bound to every byte of the head.
function keysOf(master: Buffer, head: Buffer) {
	const key = (purpose: string) => Buffer.from(hkdfSync('sha256', master, head, `pitso backup ${purpose}`, 32))
	return { proof: createHmac('sha256', key('proof')).update(head).digest(), content: key('content') }
}

// The chunk's number, and whether it is the last: chunks can be neither moved, nor dropped, nor cut off at the end.
function nonceOf(number: number, isLast: boolean) {
	const nonce = Buffer.alloc(12)
	nonce.writeUIntBE(number, 5, 6)
	nonce[11] = isLast ? 1 : 0
	return nonce
}

/** Encrypts bytes under a passphrase: mark, head, proof of the passphrase, then chunks that are each authenticated. */
export async function* sealed(bytes: AsyncIterable<Buffer>, passphrase: string): AsyncGenerator<Buffer> {
	const facts: Head = {
		format: 1,
		cipher: 'aes-256-gcm',
		chunk: CHUNK,
		scrypt: { ...COST, salt: randomBytes(16).toString('base64') }
	}
	const head = Buffer.from(`${JSON.stringify(facts)}\n`)
	const { proof, content } = keysOf(await derived(passphrase, facts), head)
	yield Buffer.concat([SEAL_MARK, head, proof])
	let number = 0
	const chunk = (plain: Buffer, isLast: boolean) => {
		const cipher = createCipheriv('aes-256-gcm', content, nonceOf(number++, isLast))
		return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()])
	}
	for await (const { piece, isLast } of pieces(bytes, CHUNK)) yield chunk(piece, isLast)
}

/**
 * Decrypts what `sealed` wrote.
 *
 * @throws SealError
 */
export async function* unsealed(bytes: AsyncIterable<Buffer>, passphrase: string): AsyncGenerator<Buffer> {
	const source = bytes[Symbol.asyncIterator]()
	let held: Buffer = Buffer.alloc(0)
	const more = async () => {
		const next = await source.next()
		if (next.done) throw new SealError('truncated')
		held = Buffer.concat([held, next.value])
	}
	const take = async (length: number) => {
		while (held.length < length) await more()
		const taken = held.subarray(0, length)
		held = held.subarray(length)
		return taken
	}
	if (!(await take(SEAL_MARK.length)).equals(SEAL_MARK)) throw new SealError('changed')
	while (!held.includes(0x0a)) {
		if (held.length > HEAD_MOST) throw new SealError('changed')
		await more()
	}
	const head = Buffer.from(await take(held.indexOf(0x0a) + 1))
	const facts = readHead(head)
	const { proof, content } = keysOf(await derived(passphrase, facts), head)
	if (!timingSafeEqual(await take(proof.length), proof)) throw new SealError('wrong-passphrase')
	const rest = (async function* () {
		if (held.length > 0) yield held
		for (let next = await source.next(); !next.done; next = await source.next()) yield next.value
	})()
	let number = 0
	for await (const { piece, isLast } of pieces(rest, facts.chunk + TAG)) {
		// Whether the file was cut or changed is told apart by whether the piece would hold as one in the middle.
		const plain = opened(content, piece, nonceOf(number, isLast))
		if (!plain) {
			const isCut = isLast && (piece.length < TAG || opened(content, piece, nonceOf(number, false)) !== undefined)
			throw new SealError(isCut ? 'truncated' : 'changed')
		}
		number++
		yield plain
	}
}

function readHead(head: Buffer): Head {
	let value: unknown
	try {
		value = JSON.parse(head.toString('utf8'))
	} catch {
		throw new SealError('changed')
	}
	if (typeof value === 'object' && value !== null && 'format' in value && Number(value.format) > 1)
		throw new SealError('newer')
	const parsed = Head.safeParse(value)
	if (!parsed.success) throw new SealError('changed')
	return parsed.data
}

function opened(key: Buffer, piece: Buffer, nonce: Buffer): Buffer | undefined {
	if (piece.length < TAG) return undefined
	const decipher = createDecipheriv('aes-256-gcm', key, nonce)
	decipher.setAuthTag(piece.subarray(piece.length - TAG))
	try {
		return Buffer.concat([decipher.update(piece.subarray(0, piece.length - TAG)), decipher.final()])
	} catch {
		return undefined
	}
}

/** Bytes in pieces of one length; the last is shorter, or as long, or empty where there are no bytes at all. */
async function* pieces(bytes: AsyncIterable<Buffer>, length: number) {
	let held: Buffer[] = []
	let size = 0
	for await (const part of bytes) {
		held.push(part)
		size += part.length
		if (size <= length) continue
		let all = Buffer.concat(held)
		while (all.length > length) {
			yield { piece: all.subarray(0, length), isLast: false }
			all = all.subarray(length)
		}
		held = [all]
		size = all.length
	}
	yield { piece: Buffer.concat(held), isLast: true }
}
