import { crc32 } from 'node:zlib'
import { type Entry, type ZipFile, fromBufferPromise } from 'yauzl'
import type { Limits } from './limits.ts'
import { type Budget, Unreadable } from './unreadable.ts'

/** The files inside a ZIP, none of them unpacked yet. */
export type Archive = {
	readonly names: readonly string[]
	/** The name under which a part is stored, whatever the case it is asked for in; undefined when there is none. */
	find(name: string): string | undefined
	/** Unpacks one part, piece by piece. Throws `Unreadable` when it is damaged or too large. */
	read(name: string): AsyncGenerator<Buffer, void>
}

/**
 * Opens a ZIP held in memory. Nothing is ever written to disk, so names cannot lead astray; yauzl refuses absolute
 * ones and those with `..` all the same. Sizes are checked as declared and as they come out, checksums too.
 * Throws `Unreadable`.
 */
export async function openArchive(bytes: Buffer, limits: Limits, budget: Budget): Promise<Archive> {
	const zip = await orBroken(fromBufferPromise(bytes))
	const entries = await listEntries(zip, limits)
	const names = new Map([...entries.keys()].map((name) => [name.toLowerCase(), name]))
	return {
		names: [...entries.keys()],
		find: (name) => names.get(name.toLowerCase()),
		async *read(name) {
			const entry = entries.get(name)
			if (!entry) throw new Unreadable('exchange.broken-archive')
			refuseBomb(entry, limits)
			yield* unpack(zip, entry, budget)
		}
	}
}

async function listEntries(zip: ZipFile, limits: Limits): Promise<Map<string, Entry>> {
	const entries = new Map<string, Entry>()
	const seen = new Set<string>()
	const each = zip.eachEntry()
	for (let count = 1; ; count++) {
		const next = await orBroken(each.next())
		if (next.done) return entries
		if (count > limits.entries) throw new Unreadable('exchange.too-many-entries', { max: limits.entries })
		const entry = next.value
		if (entry.fileName.endsWith('/')) continue
		if (entry.isEncrypted()) throw new Unreadable('exchange.encrypted')
		// Two parts of one name are read differently by different programs: what was checked is not what others see.
		if (seen.has(entry.fileName.toLowerCase())) throw new Unreadable('exchange.broken-archive')
		seen.add(entry.fileName.toLowerCase())
		entries.set(entry.fileName, entry)
	}
}

function refuseBomb(entry: Entry, limits: Limits) {
	const isLarge = entry.uncompressedSize > 1_000_000
	if (isLarge && entry.uncompressedSize > limits.ratio * entry.compressedSize) throw new Unreadable('exchange.bomb')
}

async function* unpack(zip: ZipFile, entry: Entry, budget: Budget): AsyncGenerator<Buffer, void> {
	const stream = await orBroken(zip.openReadStreamPromise(entry))
	const pieces: AsyncIterator<Buffer> = stream.iterator()
	let sum = 0
	try {
		for (let next = await orBroken(pieces.next()); !next.done; next = await orBroken(pieces.next())) {
			budget.unpack(next.value.length)
			sum = crc32(next.value, sum)
			yield next.value
		}
	} finally {
		stream.destroy()
	}
	if (sum !== entry.crc32) throw new Unreadable('exchange.broken-archive')
}

/** The ZIP lies in memory, so whatever yauzl or zlib complain of is the file's own fault. */
async function orBroken<T>(step: Promise<T>): Promise<T> {
	try {
		return await step
	} catch {
		throw new Unreadable('exchange.broken-archive')
	}
}
