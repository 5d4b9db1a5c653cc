import { rename, writeFile } from 'node:fs/promises'
import { absent } from '#platform/operation/refusal.ts'

/**
 * Writes a file for whoever asked at the console, readable to them alone, whole or not at all.
 *
 * @throws Refusal `console.not-written`, where there is no such folder or nobody may write in it
 */
export async function writeOut(out: string, content: Uint8Array): Promise<void> {
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
}
