import { readFile } from 'node:fs/promises'
import { storedPath } from '#platform/files/store.server.ts'
import type { Here } from '#platform/operation/operation.server.ts'
import type { DocumentModel } from './document.ts'
import { pictureSize } from './picture-size.ts'

/**
 * What stands at the head of a paper of the workspace: its lines in the paper's language, else in the workspace's first, and
 * its mark. A workspace that has set neither is named.
 */
export async function letterheadOf(here: Here, language: string): Promise<DocumentModel['letterhead']> {
	const { workspace } = here
	const inLanguage = (names: Readonly<Record<string, string>>) => names[language] ?? names[workspace.language]
	const lines = inLanguage(workspace.letterhead)?.split('\n') ?? [inLanguage(workspace.name) ?? workspace.key]
	return { lines, logo: await logoOf(here, inLanguage(workspace.name) ?? workspace.key) }
}

async function logoOf(here: Here, name: string): Promise<DocumentModel['letterhead']['logo']> {
	const id = here.workspace.logoFileId
	if (id === null) return null
	try {
		const content = await readFile(storedPath(here.filesFolder, here.workspace.id, id))
		const size = pictureSize(content)
		return size && { content, ...size, alt: name }
	} catch (error) {
		// A paper goes out without its mark rather than not at all; that the file is gone is told by the check of files.
		if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
		throw error
	}
}
