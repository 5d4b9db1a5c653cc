import { rename, writeFile } from 'node:fs/promises'
import { exportWorkspace } from '#platform/exchange/export-operations.ts'
import { FORMATS } from '#platform/exchange/export-sheets.server.ts'
import { ask, type Opening } from '#platform/operation/perform.server.ts'
import { absent, invalid } from '#platform/operation/refusal.ts'

/** Writes what the seat of the opening sees of its workspace into a file, and gives the facts of it. */
export async function exportTo(
	opening: Opening,
	{ format, out, language }: { format: string; out: string; language: string }
): Promise<{ file: string; size: number; sha256: string }> {
	const known = FORMATS.find((one) => one === format)
	if (!known)
		throw invalid([
			{ path: ['--format'], code: 'platform.field.choice', params: { allowed: FORMATS.join(', '), value: format } }
		])
	const { content, size, sha256 } = await ask(opening, exportWorkspace, { format: known, language })
	// Written aside first: whoever waits for the file never finds half of one.
	const aside = `${out}.${crypto.randomUUID()}.part`
	try {
		await writeFile(aside, content, { mode: 0o600, flag: 'wx' })
		await rename(aside, out)
	} catch (error) {
		const code = error instanceof Error && 'code' in error ? String(error.code) : ''
		if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR' || code === 'EACCES')
			throw absent('console.not-written', { path: out })
		throw error
	}
	return { file: out, size, sha256 }
}
