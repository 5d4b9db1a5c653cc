import { declarationTemplate } from '#modules/registers/declaration/declaration-template.ts'
import { WrittenFile } from '#platform/files/written-file.ts'
import { speak } from '#platform/languages/words.ts'
import { registry } from '#areas'
import { sendFile } from '../../../../../download.server.ts'
import type { RequestHandler } from './$types'

/** A declaration to begin with, commented in the reader's language. */
export const GET: RequestHandler = ({ locals }) =>
	sendFile(
		new WrittenFile({
			name: 'register.yaml',
			mediaType: 'application/yaml; charset=utf-8',
			content: Buffer.from(declarationTemplate(locals.words, speak(registry.catalogue, 'en')), 'utf8')
		})
	)
