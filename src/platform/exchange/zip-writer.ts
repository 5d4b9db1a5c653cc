import { setImmediate } from 'node:timers/promises'
import { strToU8, Zip, ZipDeflate } from 'fflate'

// Between pieces of this size others are served.
const PIECE = 262_144

export type PartContent = string | Iterable<string>

/** Packs parts into a ZIP, piece by piece: of a large sheet no more than a piece is held unpacked. Equal parts give equal bytes. */
export async function writeZip(parts: Iterable<readonly [name: string, content: PartContent]>): Promise<Uint8Array> {
	// A ZIP says when its parts were made, by the clock of wherever it is made: told always alike, equal content is equal bytes.
	const moment = new Date(1980, 0, 1, 12)
	const chunks: Uint8Array[] = []
	let fault: Error | undefined
	const zip = new Zip((error, chunk) => {
		if (error) fault = error
		else chunks.push(chunk)
	})
	for (const [name, content] of parts) {
		const part = new ZipDeflate(name, { level: 6 })
		part.mtime = moment
		zip.add(part)
		let piece = ''
		for (const text of typeof content === 'string' ? [content] : content) {
			piece += text
			if (piece.length < PIECE) continue
			part.push(strToU8(piece))
			piece = ''
			await setImmediate()
		}
		part.push(strToU8(piece), true)
	}
	zip.end()
	if (fault) throw fault
	return Buffer.concat(chunks)
}
