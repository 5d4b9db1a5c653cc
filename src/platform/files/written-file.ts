import { createHash } from 'node:crypto'

/** A file that was just made and is kept nowhere: only for the faces that send it. Written out, it is its facts without content. */
export class WrittenFile {
	readonly name: string
	readonly mediaType: string
	/** In bytes. */
	readonly size: number
	readonly sha256: string
	readonly content: Uint8Array

	constructor({ name, mediaType, content }: { name: string; mediaType: string; content: Uint8Array }) {
		this.name = name
		this.mediaType = mediaType
		this.size = content.byteLength
		this.sha256 = createHash('sha256').update(content).digest('hex')
		this.content = content
	}

	toJSON(): { name: string; mediaType: string; size: number; sha256: string } {
		const { name, mediaType, size, sha256 } = this
		return { name, mediaType, size, sha256 }
	}
}
