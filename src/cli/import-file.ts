import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { zipSync } from 'fflate'
import { importWorkspace, refuseUnlessImports } from '#platform/exchange/import-operation.ts'
import { uploadFile } from '#platform/files/file-operations.ts'
import { receiveFile } from '#platform/files/receive.server.ts'
import { absent } from '#platform/operation/refusal.ts'
import { run, type Opening } from '#platform/operation/perform.server.ts'

async function contentOf(path: string): Promise<{ name: string; bytes: Uint8Array }> {
	const found = await stat(path).catch((error: unknown) => {
		if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
			return undefined
		throw error
	})
	if (!found) throw absent('platform.no-such-path', { path })
	if (!found.isDirectory()) return { name: basename(path), bytes: await readFile(path) }
	const names = (await readdir(path)).filter((name) => /\.csv$/i.test(name) || name === 'datapackage.json').sort()
	const entries = await Promise.all(
		names.map(async (name): Promise<[string, Uint8Array]> => [name, await readFile(join(path, name))])
	)
	return { name: `${basename(path)}.zip`, bytes: zipSync(Object.fromEntries(entries)) }
}

async function* once(bytes: Uint8Array) {
	yield await Promise.resolve(bytes)
}

/** Brings a workbook, a CSV file, a ZIP or a folder of CSV files or a JSON document into a workspace, as the seat of the opening. */
export async function importFile(opening: Opening, path: string, isCheck: boolean) {
	// Else who may not import would be told that they may not upload.
	refuseUnlessImports(opening.seat)
	const file = await sendFile(opening, path)
	return run(opening, importWorkspace, { file, check: isCheck })
}

/** Uploads a file, or a folder of CSV files as one, as the seat of the opening, and gives its identifier. */
export async function sendFile(opening: Opening, path: string): Promise<string> {
	const { name, bytes } = await contentOf(path)
	const received = await receiveFile(once(bytes), { filesFolder: opening.filesFolder, name })
	const { id } = await run(opening, uploadFile, { name: received.name, received })
	return id
}
