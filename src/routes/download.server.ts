import type { Readable } from 'node:stream'
import { z } from 'zod'
import { asAttachment } from '#platform/files/file-name.ts'
import { readStored } from '#platform/files/store.server.ts'
import { WrittenFile } from '#platform/files/written-file.ts'

/** What a download operation gives: the facts of a file and the place of its content. */
const Opened = z.object({
	name: z.string(),
	mediaType: z.string(),
	size: z.int(),
	sha256: z.string(),
	path: z.string()
})
export type Opened = z.output<typeof Opened>

/**
 * The answer that sends a file: always as an attachment and without any rights in a browser, since whoever uploaded it
 * decides what stands in it.
 */
export async function sendFile(opened: unknown): Promise<Response> {
	if (opened instanceof WrittenFile) return answerWith(new Uint8Array(opened.content), opened)
	const facts = Opened.parse(opened)
	return answerWith(streamOf(await readStored(facts.path, facts.size)), facts)
}

function answerWith(
	body: Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array<ArrayBuffer>>,
	{ name, mediaType, size, sha256 }: Omit<Opened, 'path'>
): Response {
	return new Response(body, {
		headers: {
			'content-type': mediaType,
			'content-length': String(size),
			'content-disposition': asAttachment(name),
			'content-security-policy': "default-src 'none'; sandbox",
			'repr-digest': `sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:`,
			'cache-control': 'private, no-store'
		}
	})
}

function streamOf(content: Readable) {
	const parts = content.iterator()
	return new ReadableStream<Uint8Array<ArrayBuffer>>({
		async pull(controller) {
			const part: IteratorResult<unknown> = await parts.next()
			if (part.done) controller.close()
			else if (part.value instanceof Uint8Array) controller.enqueue(new Uint8Array(part.value))
		},
		cancel: () => void content.destroy()
	})
}
