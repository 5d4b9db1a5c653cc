import { readFile } from 'node:fs/promises'
import { importEntries } from '#modules/registers/exchange/exchange-operations.ts'
import { previewEntryImport } from '#modules/registers/exchange/preview-entries.ts'
import { exportEntries, getRegisterTemplate } from '#modules/registers/exchange/export-operations.ts'
import { previewDeclaration } from '#modules/registers/exchange/preview-declaration.ts'
import { declareRegister } from '#modules/registers/register-commands.ts'
import { exportDeclaration, readRegister } from '#modules/registers/register-queries.ts'
import { printReport } from '#modules/registers/report/report-files.ts'
import type { WrittenFile } from '#platform/files/written-file.ts'
import { ask, run, type Opening } from '#platform/operation/perform.server.ts'
import { absent } from '#platform/operation/refusal.ts'
import { sendFile } from './import-file.ts'
import { writeOut } from './write-out.ts'

type Asked = { register: string; out: string; format: string | undefined; language: string }
type Facts = { file: string; size: number; sha256: string }

const written = async (out: string, { content, size, sha256 }: WrittenFile): Promise<Facts> => {
	await writeOut(out, content)
	return { file: out, size, sha256 }
}

/** Writes the entries of a register that the seat of the opening sees into a file: `xlsx`, `csv` (a ZIP where it has tables) or `json`. */
export const exportRegister = async (opening: Opening, { register, out, format, language }: Asked): Promise<Facts> =>
	written(out, await ask(opening, exportEntries, { register, format: format ?? 'xlsx', language }))

/** Writes the workbook by which a register is filled. */
export const templateOf = async (opening: Opening, { register, out, language }: Asked): Promise<Facts> =>
	written(out, await ask(opening, getRegisterTemplate, { register, language }))

/** Writes the report of a register: `pdf`, `docx` or `xlsx`. */
export const reportOn = async (opening: Opening, { register, out, format, language }: Asked): Promise<Facts> =>
	written(out, await ask(opening, printReport, { register, format: format ?? 'pdf', language }))

/** How a register is declared, as YAML, as far as the seat of the opening sees what it declares. */
export const declarationOf = async (opening: Opening, register: string): Promise<string> =>
	(await ask(opening, exportDeclaration, { register })).declaration

/** Brings a file into a register, or with `isCheck` tells what it would do; `days` says how the file writes days like 03/04/2025. */
export async function importInto(
	opening: Opening,
	{ register, path, isCheck, days }: { register: string; path: string; isCheck: boolean; days?: string | undefined }
) {
	// Else who may not import would be told that they may not upload.
	await ask(opening, readRegister, { register })
	const file = await sendFile(opening, path)
	return isCheck
		? ask(opening, previewEntryImport, { register, file, days })
		: run(opening, importEntries, { register, file, days })
}

/** Declares a register by a YAML file, or with `isCheck` tells what that would change. */
export async function declareFrom(opening: Opening, { path, isCheck }: { path: string; isCheck: boolean }) {
	const declaration = await readFile(path, 'utf8').catch(() => undefined)
	if (declaration === undefined) throw absent('platform.no-such-path', { path })
	return isCheck ? ask(opening, previewDeclaration, { declaration }) : run(opening, declareRegister, { declaration })
}
