import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { NewVersion, Reference, Version } from '#platform/operation/fields.ts'
import { command, type Here, type Writing } from '#platform/operation/operation.server.ts'
import { conflict, invalid, type Issue } from '#platform/operation/refusal.ts'
import type { CompiledRegister } from '../declaration/compile-declaration.ts'
import { paramsOf, type DeclarationFault } from '../declaration/fault.ts'
import { digestOf, getRegister, type Register } from '../registers.server.ts'
import { isOfFew, keepsRegister, tokensOf } from './audience.ts'
import { checkReport } from './check-report.ts'
import { ReportDefinition } from './definition.ts'
import { getTemplateRow } from './find-edition.server.ts'

/** The code in the numbers of report templates, `ZWE-RTPL-2026-001`. */
export const TEMPLATE = 'RTPL'

const Done = z.object({ id: z.string(), reference: z.string(), version: NewVersion })

/** What keeps a report from being made of a register as it stands now. */
export function faultsOfReport(compiled: CompiledRegister, definition: ReportDefinition): DeclarationFault[] {
	const faults: DeclarationFault[] = []
	checkReport((code, path, found) => faults.push({ code, path, found }), compiled, definition)
	return faults
}

const toIssue = (fault: DeclarationFault): Issue => ({
	path: ['definition', ...fault.path],
	code: `registers.fault.${fault.code}`,
	params: paramsOf(fault)
})

function refuseFaults(compiled: CompiledRegister, definition: ReportDefinition) {
	const faults = faultsOfReport(compiled, definition)
	if (faults.length > 0) throw invalid(faults.slice(0, 50).map(toIssue))
}

/** Refuses to write to who or what the seat cannot name. */
async function refuseUnknownReaders(here: Here, { to }: ReportDefinition) {
	const issues: Issue[] = []
	const [structures, seats] = [
		to.structures.length === 0
			? []
			: await here.tx
					.selectFrom('record')
					.select('key')
					.where('workspace_id', '=', here.workspace.id)
					.where('kind', '=', 'structure')
					.where('key', 'in', to.structures)
					.execute(),
		to.seats.length === 0
			? []
			: await here.tx
					.selectFrom('seat')
					.select('key')
					.where('workspace_id', '=', here.workspace.id)
					.where('key', 'in', to.seats)
					.execute()
	]
	for (const [name, wanted, found] of [
		['structures', to.structures, structures],
		['seats', to.seats, seats]
	] as const)
		for (const [index, key] of wanted.entries())
			if (!found.some((row) => row.key === key))
				issues.push({
					path: ['definition', 'to', name, index],
					code: `registers.fault.report-unknown-${name}`,
					params: { found: key, line: 0, place: `to.${name}` }
				})
	if (issues.length > 0) throw invalid(issues)
}

// What a public report is about is public; what few may read is known to these alone.
const audienceOf = ({ audience }: ReportDefinition) => (isOfFew(audience) ? tokensOf('secretariat') : ['workspace'])

const titleOf = (here: Writing, { names }: ReportDefinition): Record<string, string> => {
	const { language } = here.workspace
	return { ...names, [language]: names[language] ?? names['en'] ?? '' }
}

const textOf = (definition: ReportDefinition) => JSON.stringify(definition)

/** Adds a template; those that a register declares bear the digest of what it declared. */
export async function putTemplate(
	here: Writing,
	registerId: string,
	definition: ReportDefinition,
	{ isDeclared, isShipped = false }: { isDeclared: boolean; isShipped?: boolean }
) {
	const number = await here.write.nextNumber('report-template', TEMPLATE)
	const text = textOf(definition)
	const id = uuid()
	await here.write.addRecord({
		id,
		kind: 'report-template',
		key: null,
		number,
		title: titleOf(here, definition),
		audience: audienceOf(definition),
		...(isShipped ? ({ origin: 'reference', origin_source: 'Pitso' } as const) : {})
	})
	await here.write.add('report_template', {
		id,
		register_id: registerId,
		key: definition.key,
		version: 1,
		definition: text,
		declared_digest: isDeclared ? digestOf(text) : null,
		since_day: here.today
	})
	await keepVersion(here, id, 1, text)
	return { id, reference: number }
}

const keepVersion = (here: Writing, id: string, version: number, definition: string) =>
	here.write.add('report_template_version', { report_template_id: id, version, definition, made_at: here.now })

/** Puts another definition in the place of a template's; nothing where it is the same. */
export async function replaceDefinition(
	here: Writing,
	template: { id: string; row: { definition: string; version: number } },
	definition: ReportDefinition,
	{ isDeclared }: { isDeclared: boolean }
) {
	const text = textOf(definition)
	if (text === template.row.definition) return
	const version = template.row.version + 1
	const audience = audienceOf(definition)
	await here.write.changeRecord(template.id, { title: titleOf(here, definition), audience })
	await here.write.spreadAudience(template.id, audience)
	await here.write.change('report_template', template.id, {
		definition: text,
		version,
		...(isDeclared ? { declared_digest: digestOf(text) } : {})
	})
	await keepVersion(here, template.id, version, text)
}

function refuseEnded({ state }: Pick<Register, 'state'>) {
	if (state !== 'active') throw conflict('registers.report-of-ended')
}

/** Lays out a report of a register. */
export const addTemplate = command({
	name: 'reportTemplate.add',
	input: z.strictObject({ register: Reference, definition: ReportDefinition }),
	output: Done,
	about: (here, { register }) => getRegister(here, register),
	allow: ({ seat }, { compiled }) => keepsRegister(compiled, seat),
	async run(here, { definition }, register) {
		refuseEnded(register)
		refuseFaults(register.compiled, definition)
		await refuseUnknownReaders(here, definition)
		const taken = await here.tx
			.selectFrom('report_template')
			.select('id')
			.where('workspace_id', '=', here.workspace.id)
			.where('register_id', '=', register.id)
			.where('key', '=', definition.key)
			.executeTakeFirst()
		if (taken) throw conflict('registers.report-key-taken', { key: definition.key })
		return putTemplate(here, register.id, definition, { isDeclared: false })
	}
})

/** Lays out a report anew. Editions that were made stay as they are; those that are made from now on are laid out so. */
export const changeTemplate = command({
	name: 'reportTemplate.change',
	input: z.strictObject({ template: Reference, version: Version, definition: ReportDefinition }),
	output: Done,
	about: (here, { template }) => getTemplateRow(here, template),
	allow: ({ seat }, { register }) => keepsRegister(register.compiled, seat),
	async run(here, { definition }, template) {
		if (template.state !== 'active') throw conflict('registers.report-withdrawn')
		if (definition.key !== template.row.key)
			throw invalid([{ path: ['definition', 'key'], code: 'registers.report-key-stays' }])
		refuseFaults(template.register.compiled, definition)
		await refuseUnknownReaders(here, definition)
		await replaceDefinition(here, template, definition, { isDeclared: false })
		return { id: template.id, reference: template.reference }
	}
})
