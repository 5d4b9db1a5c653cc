import { readDraft } from '#modules/registers/drafting/draft-queries.ts'
import { WrittenFile } from '#platform/files/written-file.ts'
import { sendFile } from '../../../../../../download.server.ts'
import type { RequestHandler } from './$types'

/** The text of a draft exactly as it stands. */
export const GET: RequestHandler = async ({ locals, params }) => {
	const { register, declaration } = await locals.ask(readDraft, { draft: params.draft })
	return sendFile(
		new WrittenFile({
			name: `${register}.yaml`,
			mediaType: 'application/yaml; charset=utf-8',
			content: Buffer.from(declaration, 'utf8')
		})
	)
}
