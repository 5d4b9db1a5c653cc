import { z } from 'zod'
import type { Here, Writing } from '#platform/operation/operation.server.ts'
import { invalid } from '#platform/operation/refusal.ts'
import type { CompiledRegister } from '../declaration/compile-declaration.ts'
import { isAsDeclared, templatesOf } from '../edition/declared-templates.server.ts'
import { ReportDefinition } from '../edition/definition.ts'
import { readDefinition } from '../edition/find-edition.server.ts'
import { faultsOfReport, putTemplate, replaceDefinition } from '../edition/template-commands.ts'
import { toldFault } from './preview-declaration.ts'

/** The end of the name of the file in which reports of a register stand that its declaration does not tell of. */
export const LAYOUTS = 'reports.json'

const Layouts = z.array(ReportDefinition).max(500)

// A seat is of its workspace: another one may have somebody else under the same key.
const withoutSeats = (definition: ReportDefinition): ReportDefinition => ({
	...definition,
	to: { ...definition.to, seats: [] }
})

/** The reports of a register that were laid out or changed by forms, as far as the seat sees them; undefined where there are none. */
export async function layoutsFile(
	here: Here,
	{ id, key }: { id: string; key: string }
): Promise<readonly [string, string] | undefined> {
	const rows = await templatesOf(here, id)
	const own = rows.filter((row) => row.state === 'active' && !isAsDeclared(row))
	if (own.length === 0) return undefined
	const definitions = own
		.map((row) => withoutSeats(readDefinition(row.definition)))
		.sort((one, other) => (one.key < other.key ? -1 : 1))
	return [`${key}.${LAYOUTS}`, `${JSON.stringify(definitions, null, '\t')}\n`]
}

function parsed(text: string): ReportDefinition[] | null {
	try {
		return Layouts.parse(JSON.parse(text))
	} catch {
		// Not JSON, or JSON that tells of no reports: one sentence says it of both.
		return null
	}
}

type Told = ReturnType<typeof toldFault>

/** What keeps the reports that a file brings from being those of a register. */
export function faultsOfLayouts(compiled: CompiledRegister, text: string): Told[] {
	const found = `${compiled.declaration.register}.${LAYOUTS}`
	const definitions = parsed(text)
	if (definitions === null)
		return [
			{ code: 'registers.layouts-unreadable', line: null, place: found, params: { found }, examples: [], list: null }
		]
	return definitions.flatMap((definition) =>
		faultsOfReport(compiled, definition).map((fault) =>
			toldFault({ ...fault, path: [LAYOUTS, definition.key, ...fault.path] })
		)
	)
}

/** Brings the reports of a register in: those that are not there are added, those that are laid out otherwise take the place of what stands. */
export async function bringLayouts(
	here: Writing,
	{ id, compiled }: { id: string; compiled: CompiledRegister },
	text: string
): Promise<void> {
	const faults = faultsOfLayouts(compiled, text)
	if (faults.length > 0) throw invalid(faults.map(({ code, place, params }) => ({ path: [place], code, params })))
	const rows = await templatesOf(here, id)
	for (const definition of parsed(text) ?? []) {
		const row = rows.find(({ key }) => key === definition.key)
		if (!row) {
			await putTemplate(here, id, withoutSeats(definition), { isDeclared: false })
			continue
		}
		const { seats } = readDefinition(row.definition).to
		const kept = { ...definition, to: { ...definition.to, seats } }
		await replaceDefinition(here, { id: row.id, row }, kept, { isDeclared: false })
	}
}
