import { exportDeclaration } from '#modules/registers/register-queries.ts'
import { WrittenFile } from '#platform/files/written-file.ts'
import { sendFile } from '../../../../../download.server.ts'
import type { RequestHandler } from './$types'

/** The declaration of a register exactly as it was declared; with `version`, as it stood then. */
export const GET: RequestHandler = async ({ locals, params, url }) => {
	const { register, declaration } = await locals.askFrom(exportDeclaration, url, { register: params.register })
	return sendFile(
		new WrittenFile({
			name: `${register}.yaml`,
			mediaType: 'application/yaml; charset=utf-8',
			content: Buffer.from(declaration, 'utf8')
		})
	)
}
