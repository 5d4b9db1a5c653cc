import { COUNTRIES, countryNameIn } from '#platform/languages/countries.ts'
import type { Here } from '#platform/operation/operation.server.ts'
import { anyOf } from '#platform/records/find-record.server.ts'
import type { CompiledRegister } from '../declaration/compile-declaration.ts'
import type { AnyField } from '../declaration/declaration.ts'
import { codesIn, suits } from '../entry/resolve.server.ts'
import { areaNames } from '../entry/said/area-names.server.ts'
import { codeNames } from '../entry/said/say-value.ts'
import type { Value, Values } from '../entry/values.ts'
import { findNamed } from '../exchange/lookups.server.ts'
import { countriesCalled, tidy } from '../exchange/read-cells.ts'
import type { Look, LookedUp } from './look.ts'
import type { Looks } from './step-entry.ts'
import { sourcesOf, type StepPlan, type Work } from './step-plan.ts'

const known = new Set(COUNTRIES)
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const NAMED: readonly AnyField['type'][] = ['actor', 'structure', 'record', 'entry']

/** What stands in the fields that steps turn into something else. */
export type Held = { fields: Values; rows: readonly { table: string; document: Values }[] }

const worksOf = (plan: StepPlan): { works: readonly Work[]; table: string | undefined }[] => [
	{ works: plan.fields.works, table: undefined },
	...[...plan.tables].map(([table, { scope }]) => ({ works: scope.works, table }))
]

const isConversion = (work: Work): work is Extract<Work, { kind: 'convert' }> => work.kind === 'convert'
const namesRecords = ({ was, now }: Extract<Work, { kind: 'convert' }>) =>
	NAMED.includes(was.type) || NAMED.includes(now.type)

/** True where steps read texts as records, or tell records by texts: what they are called is looked up then. */
const asksRecords = (plan: StepPlan) => worksOf(plan).some(({ works }) => works.filter(isConversion).some(namesRecords))

function textsIn(plan: StepPlan, held: readonly Held[]): readonly string[] {
	const texts = new Set<string>()
	const note = (value: Value | undefined) => {
		if (typeof value === 'string') texts.add(value.trim())
	}
	for (const { works, table } of worksOf(plan)) {
		const asking = works.filter(isConversion).filter(namesRecords)
		for (const { fields, rows } of held)
			for (const work of asking)
				for (const key of sourcesOf(work))
					if (table === undefined) note(fields[key])
					else for (const row of rows) if (row.table === table) note(row.document[key])
	}
	return [...texts]
}

async function recordsOf(here: Here, ids: readonly string[]): Promise<ReadonlyMap<string, LookedUp>> {
	if (ids.length === 0) return new Map()
	const rows = await here.tx
		.selectFrom('record')
		.leftJoin('entry', (on) =>
			on.onRef('entry.workspace_id', '=', 'record.workspace_id').onRef('entry.id', '=', 'record.id')
		)
		.leftJoin('record as register', (on) =>
			on.onRef('register.workspace_id', '=', 'entry.workspace_id').onRef('register.id', '=', 'entry.register_id')
		)
		.select(['record.id', 'record.kind', 'record.key', 'record.number', 'record.title', 'register.key as register'])
		.where('record.workspace_id', '=', here.workspace.id)
		.where('record.id', '=', anyOf(ids))
		.execute()
	const { language } = here.workspace
	return new Map(
		rows.map(({ id, title, ...row }) => [id, { ...row, title: title[language] ?? Object.values(title)[0] ?? '' }])
	)
}

/**
 * What conversions are read by: codes under either declaration, countries, yes and no in every language, and the records that are named, each
 * as far as the seat sees it, so that no text comes to tell what a record was called out of its sight.
 */
export async function lookingUp(
	here: Here,
	{ before, after, plan }: { before: CompiledRegister; after: CompiledRegister; plan: StepPlan }
): Promise<(held: readonly Held[]) => Promise<Looks>> {
	const { catalogue } = here.registry
	const { language } = here.workspace
	const languages = Object.keys(catalogue)
	const [codesWas, codesNow, areasWas, areasNow] = await Promise.all([
		codesIn(here, before.declaration),
		codesIn(here, after.declaration),
		areaNames(here, before.declaration),
		areaNames(here, after.declaration)
	])
	const countries = countriesCalled(languages)
	const saidIn = (key: string) =>
		Object.values(catalogue).flatMap((words) => (words[key] === undefined ? [] : [tidy(words[key])]))
	const yes = new Set(['yes', 'true', ...saidIn('registers.said.yes')])
	const no = new Set(['no', 'false', ...saidIn('registers.said.no')])
	const said = (value: boolean) => {
		const key = value ? 'registers.said.yes' : 'registers.said.no'
		return catalogue[language]?.[key] ?? catalogue['en']?.[key] ?? (value ? 'yes' : 'no')
	}
	const isAsked = asksRecords(plan)
	return async (held) => {
		const texts = isAsked ? textsIn(plan, held) : []
		const records = await recordsOf(
			here,
			texts.filter((text) => UUID.test(text))
		)
		// What a record comes to be called is looked up too, so that it is known whether it would be found again.
		const called = [...records.values()].flatMap(({ kind, key, number, title }) =>
			[title, number, key === null ? null : `${kind}:${key}`].flatMap((text) => text ?? [])
		)
		const wanted = new Set([...texts.filter((text) => !UUID.test(text) && text !== ''), ...called])
		const { find } = await findNamed(here, { records: wanted, seats: new Set() })
		const common = {
			isCountry: (code: string) => known.has(code),
			countryCalled: (text: string) => countries.get(tidy(text)),
			countryName: (code: string) => countryNameIn(language, code) ?? code,
			yesNo: (text: string) => (yes.has(tidy(text)) ? true : no.has(tidy(text)) ? false : undefined),
			sayYesNo: said,
			language,
			languages,
			find(field: AnyField, text: string) {
				const meant = find(field, text)
				if ('id' in meant) return meant.id
				return 'kinds' in meant || 'several' in meant ? null : undefined
			},
			record: (id: string) => records.get(id),
			suits: (field: AnyField, record: LookedUp) => suits(field, record)
		} satisfies Omit<Look, 'codesOf' | 'codeNames'>
		return {
			was: { ...common, codesOf: codesWas, codeNames: (field) => codeNames(field, before.declaration, areasWas) },
			now: { ...common, codesOf: codesNow, codeNames: (field) => codeNames(field, after.declaration, areasNow) }
		}
	}
}
