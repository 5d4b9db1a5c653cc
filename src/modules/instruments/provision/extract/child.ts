// The program of the reading process. It holds nothing of the product's and may read no file but its own program; the file's bytes
// come on the standard input, the answer leaves on the standard output.
import './no-network.ts'
import { readFileSync, writeSync } from 'node:fs'
import { z } from 'zod'
import type { Extraction } from './extraction.ts'
import { readText } from './read-text.ts'
import { refusal, whyUnread } from './unread.ts'

const Asked = z.object({
	mediaType: z.string(),
	ending: z.string(),
	limits: z.object({
		fileBytes: z.number(),
		unpackedBytes: z.number(),
		pages: z.number(),
		characters: z.number(),
		milliseconds: z.number(),
		heapMegabytes: z.number(),
		memoryMegabytes: z.number()
	})
})

const { limits, ...told } = Asked.parse(JSON.parse(process.argv[2] ?? ''))

/** Pipes take what fits: the rest is written when there is room again. */
function write(text: string) {
	const bytes = Buffer.from(text)
	for (let at = 0; at < bytes.length;) {
		try {
			at += writeSync(1, bytes, at)
		} catch (error) {
			if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error
		}
	}
}

async function answer(): Promise<Extraction> {
	try {
		return await readText(readFileSync(0), told, limits)
	} catch (error) {
		return refusal(limits, whyUnread(error))
	}
}

// From here on whatever goes wrong is the file's doing: what asked is told that the program itself has started.
write('ready\n')
write(JSON.stringify(await answer()))
process.exit(0)
