import { readFile } from 'node:fs/promises'
import type { RequestEvent } from '@sveltejs/kit'
import { discardFile } from '#platform/files/receive.server.ts'
import { invalid } from '#platform/operation/refusal.ts'
import { receiveUpload } from '../../upload.server.ts'

// As many characters as a declaration may have, were each of four bytes.
const BYTES_MOST = 1_600_000

// What no text holds, and papers and pictures do.
// eslint-disable-next-line no-control-regex -- these are just what is looked for
const BINARY = /[\u0000-\u0008]/

/** A declaration as text has line feeds alone: forms send both, whatever the file had. */
export const asDeclared = (text: string): string => text.replaceAll(/\r\n?/g, '\n')

/** The text of a declaration that was sent as a file, or typed; the file where there are both. */
export const sentDeclaration = async (event: RequestEvent): Promise<string> => (await receiveDeclaration(event)).text

/** As `sentDeclaration`, with the other fields of its form. */
export async function receiveDeclaration(event: RequestEvent): Promise<{ text: string; fields: [string, string][] }> {
	const { fields, file } = await receiveUpload(event)
	if (!file) {
		const typed = fields.find(([name]) => name === 'text')?.[1] ?? ''
		if (typed.trim() === '') throw invalid([{ path: ['file'], code: 'platform.field.missing' }])
		return { text: asDeclared(typed), fields }
	}
	try {
		if (file.size > BYTES_MOST)
			throw invalid([{ path: ['file'], code: 'registers.fault.file-too-long', params: { found: file.size } }])
		const text = new TextDecoder('utf-8', { fatal: true }).decode(await readFile(file.path))
		if (text.trim() === '') throw invalid([{ path: ['file'], code: 'registers.draft.no-declaration' }])
		if (BINARY.test(text)) throw invalid([{ path: ['file'], code: 'registers.draft.not-a-text' }])
		return { text: asDeclared(text), fields }
	} catch (error) {
		if (error instanceof TypeError) throw invalid([{ path: ['file'], code: 'registers.draft.not-a-text' }])
		throw error
	} finally {
		await discardFile(file)
	}
}
