import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { extractText, standardLimits, type Extraction, type ExtractLimits } from './extract-text.server.ts'
import { provisionsOf, type Provision } from './provisions.ts'

const start = promisify(execFile)
const MEDIA_TYPES = new Map([
	['docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
	['pdf', 'application/pdf']
])

/** The words of what was read, or the refusal as it is. */
export const textOf = (extraction: Extraction): Extraction | string[] =>
	extraction.kind === 'text' ? extraction.paragraphs.map(({ text }) => text) : extraction

/** A folder for the files of a test, with the programs that make them and what reads them. */
export async function aFolder() {
	const folder = await mkdtemp(join(tmpdir(), 'pitso-texts-'))
	const at = (name: string) => join(folder, name)
	// LibreOffice keeps a profile in the home folder, and two at once would wait for each other's.
	const run = (program: string, ...args: string[]) => start('env', [`HOME=${folder}`, program, ...args])
	const extract = (name: string, limits: Partial<ExtractLimits> = {}): Promise<Extraction> =>
		extractText(
			{ path: at(name), name, mediaType: MEDIA_TYPES.get(name.slice(name.lastIndexOf('.') + 1)) ?? 'text/plain' },
			{ ...standardLimits, ...limits }
		)
	return {
		at,
		run,
		extract,
		/** By LibreOffice, into the same folder. */
		convert: (to: string, ...names: string[]) =>
			run('soffice', '--headless', '--convert-to', to, '--outdir', folder, ...names.map(at)),
		async provisions(name: string): Promise<Provision[]> {
			const extraction = await extract(name)
			if (extraction.kind === 'refused') throw new Error(`${name}: ${extraction.code}`)
			return provisionsOf(extraction.paragraphs)
		},
		remove: () => rm(folder, { recursive: true, force: true })
	}
}

/** A server on this machine that notes what it is asked for. */
export async function aListener() {
	const asked: string[] = []
	const server = createServer((request, response) => {
		asked.push(request.url ?? '')
		response.end('<!ENTITY leak "leaked">')
	})
	await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
	const address = server.address()
	return { asked, port: typeof address === 'object' && address ? address.port : 0, close: () => server.close() }
}
