import { exportWorkspace } from '#platform/exchange/export-operations.ts'
import { FORMATS } from '#platform/exchange/export-sheets.server.ts'
import { ask, type Opening } from '#platform/operation/perform.server.ts'
import { invalid } from '#platform/operation/refusal.ts'
import { writeOut } from './write-out.ts'

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
	await writeOut(out, content)
	return { file: out, size, sha256 }
}
