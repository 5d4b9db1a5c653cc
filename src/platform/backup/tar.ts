/** A part of an archive: its name, its length in bytes, and its content, which is read before the next part. */
export type Part = { name: string; size: number; content: AsyncIterable<Buffer> }

/** The archive breaks off, or is none. */
export class BrokenArchive extends Error {
	readonly code: 'truncated' | 'changed'
	constructor(code: 'truncated' | 'changed') {
		super(`the archive is ${code}`)
		this.name = 'BrokenArchive'
		this.code = code
	}
}

// POSIX.1-1988 ustar: blocks of 512 bytes, numbers in octal, a name of 100 bytes after a prefix of 155.
const BLOCK = 512
const NAME_MOST = 100
const PREFIX_MOST = 155

const octal = (value: number, length: number) => `${value.toString(8).padStart(length - 1, '0')}\0`

/** The header block of a part. */
export function partHeader({ name, size, at }: { name: string; size: number; at: Date }): Buffer {
	const cut = name.length > NAME_MOST ? name.lastIndexOf('/') : -1
	const [prefix, last] = cut < 0 ? ['', name] : [name.slice(0, cut), name.slice(cut + 1)]
	if (Buffer.byteLength(last) > NAME_MOST || Buffer.byteLength(prefix) > PREFIX_MOST || size >= 8 ** 11)
		throw new RangeError(`the part ${name} does not fit an archive`)
	const header = Buffer.alloc(BLOCK)
	header.write(last, 0)
	header.write(octal(0o600, 8), 100)
	header.write(octal(0, 8), 108)
	header.write(octal(0, 8), 116)
	header.write(octal(size, 12), 124)
	header.write(octal(Math.floor(at.getTime() / 1000), 12), 136)
	header.write('0', 156)
	header.write('ustar\0' + '00', 257)
	header.write(prefix, 345)
	header.write(`${sumOf(header).toString(8).padStart(6, '0')}\0 `, 148)
	return header
}

// The sum counts its own field as eight spaces.
const sumOf = (header: Buffer) => header.reduce((sum, byte, at) => sum + (at >= 148 && at < 156 ? 0x20 : byte), 0)

/** What fills a part's last block. */
export const partPadding = (size: number): Buffer => Buffer.alloc((BLOCK - (size % BLOCK)) % BLOCK)

/** What ends an archive. */
export const ARCHIVE_END = Buffer.alloc(2 * BLOCK)

/**
 * The parts of an archive, in order; what of a part is left unread is passed over.
 *
 * @throws BrokenArchive
 */
export async function* readParts(bytes: AsyncIterable<Buffer>): AsyncGenerator<Part> {
	const reader = new ByteReader(bytes)
	for (;;) {
		const header = await reader.exactly(BLOCK)
		if (header.every((byte) => byte === 0)) {
			// To the very end, so that a checksum behind it is met too.
			await reader.drain()
			return
		}
		const stated = Number.parseInt(textAt(header, 148, 8), 8)
		if (stated !== sumOf(header) || !textAt(header, 257, 6).startsWith('ustar')) throw new BrokenArchive('changed')
		const prefix = textAt(header, 345, PREFIX_MOST)
		const size = Number.parseInt(textAt(header, 124, 12), 8)
		if (!Number.isSafeInteger(size) || size < 0) throw new BrokenArchive('changed')
		const rest = { left: size }
		const content = reader.some(rest)
		yield { name: `${prefix === '' ? '' : `${prefix}/`}${textAt(header, 0, NAME_MOST)}`, size, content }
		for await (const _ of reader.some(rest));
		await reader.exactly((BLOCK - (size % BLOCK)) % BLOCK)
	}
}

function textAt(block: Buffer, start: number, length: number) {
	const field = block.subarray(start, start + length)
	const end = field.indexOf(0)
	return field.toString('utf8', 0, end < 0 ? length : end).trim()
}

class ByteReader {
	readonly #source: AsyncIterator<Buffer>
	#held: Buffer = Buffer.alloc(0)

	constructor(source: AsyncIterable<Buffer>) {
		this.#source = source[Symbol.asyncIterator]()
	}

	async exactly(length: number): Promise<Buffer> {
		const parts = []
		for await (const part of this.some({ left: length })) parts.push(part)
		return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts)
	}

	async *some(rest: { left: number }): AsyncGenerator<Buffer> {
		while (rest.left > 0) {
			if (this.#held.length === 0) {
				const next = await this.#source.next()
				if (next.done) throw new BrokenArchive('truncated')
				this.#held = next.value
				continue
			}
			const taken = this.#held.subarray(0, rest.left)
			this.#held = this.#held.subarray(taken.length)
			rest.left -= taken.length
			yield taken
		}
	}

	async drain(): Promise<void> {
		for (let next = await this.#source.next(); !next.done;) next = await this.#source.next()
	}
}
