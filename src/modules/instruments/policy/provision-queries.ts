import { sql } from 'kysely'
import { z } from 'zod'
import { recordFilters } from '#modules/directory/actor-queries.ts'
import { resolveField } from '#modules/directory/find-directory.server.ts'
import { totalOf } from '#modules/directory/record-queries.ts'
import { compareWordings } from '#platform/languages/compare-wordings.ts'
import { Reference } from '#platform/operation/fields.ts'
import { AnyOf, listed, listInput, listPart, toList } from '#platform/operation/lists.server.ts'
import { everyone, nothing, query, type Here } from '#platform/operation/operation.server.ts'
import { invalid } from '#platform/operation/refusal.ts'
import {
	headColumns,
	referenceColumns,
	referencesOf,
	toHead,
	toReference,
	type RecordReference
} from '#platform/records/find-record.server.ts'
import { idsWithWords } from '#platform/records/search-words.server.ts'
import { keepsRecords } from '#platform/records/rules.ts'
import { getProvisionRow, tends, versionInField, VERSIONS_MOST } from './find-policy.server.ts'
import { ProvisionItem, ProvisionPage } from './policy-outputs.ts'
import { CHANGES } from './policy-rules.ts'
import { candidatesOf, textsOfProvision } from './provision-ends.server.ts'
import { readVersions } from './version-texts.server.ts'

type SaidRow = {
	workspace_id: string
	provision_id: string
	policy_id: string
	position: number | null
	number: string
	level: number
	above: string[] | null
	heading: string | null
	text: string
	language: string
	change: z.output<typeof ProvisionItem>['change']
}

/** What provisions say now, or said in a version. */
const saying = (version: { id: string; policy_id: string; language: string } | null) =>
	version === null
		? sql<SaidRow>`(select workspace_id, id as provision_id, policy_id, position, number, level, above, heading, text, language,
			null::text as change from provision)`.as<'said'>('said')
		: sql<SaidRow>`(select workspace_id, provision_id, ${version.policy_id}::uuid as policy_id, position, number, level, above, heading, text,
			${version.language}::text as language, change from provision_text where policy_version_id = ${version.id})`.as<'said'>(
				'said'
			)

const provisions = (here: Here, version: Parameters<typeof saying>[0]) =>
	here.tx
		.selectFrom('record')
		.innerJoin(saying(version), (on) =>
			on.onRef('said.workspace_id', '=', 'record.workspace_id').onRef('said.provision_id', '=', 'record.id')
		)
		.where('record.workspace_id', '=', here.workspace.id)
		.where('record.kind', '=', 'provision')

const columns = [
	...headColumns,
	'record.title_sort',
	'said.policy_id',
	'said.position',
	'said.number as said_number',
	'said.level',
	'said.above',
	'said.heading',
	'said.text',
	'said.language',
	'said.change'
] as const

type ItemRow = Parameters<typeof toHead>[0] &
	Omit<SaidRow, 'workspace_id' | 'provision_id' | 'number'> & { said_number: string }

const toItem = (row: ItemRow, policy: RecordReference): z.output<typeof ProvisionItem> => ({
	...toHead(row),
	policy,
	number: row.said_number,
	level: row.level,
	above: row.above ?? [],
	heading: row.heading,
	text: row.text,
	language: row.language,
	position: row.position,
	change: row.change
})

/** Provisions of laws and policies: as they stand now, or as one version has them. */
export const listProvisions = query({
	name: 'provision.list',
	input: listInput(
		{
			...recordFilters,
			policy: Reference,
			/** As this version of the law has them; asks for the law too. */
			version: z.int().min(1).max(VERSIONS_MOST),
			/** What became of them in that version. */
			change: AnyOf(z.enum(CHANGES)),
			/** Only those that stand at this place or behind it, in the version that is asked for. */
			from: z.int().min(1).max(1_000_000),
			/** Only those that stand at this place or before it. */
			until: z.int().min(1).max(1_000_000),
			/** Only those that stand in the current version, or only those that it has no more. */
			stands: z.boolean()
		},
		['title', 'position', 'changed']
	),
	output: listed(ProvisionItem),
	about: nothing,
	allow: everyone,
	async run(here, input) {
		const { filter = {} } = input
		const part = listPart(
			here.secret,
			input,
			{ title: 'record.title_sort', position: 'said.position', changed: 'record.changed_at' },
			'record.id'
		)
		const policyId = await resolveField(here, 'policy', filter.policy, 'policy')
		if (filter.version !== undefined && !policyId) throw invalid([{ path: ['policy'], code: 'platform.field.missing' }])
		const version =
			filter.version === undefined || !policyId ? null : await versionInField(here, policyId, filter.version, 'version')
		let rows = provisions(here, version).where('record.state', 'in', filter.state ?? ['active'])
		if (filter.origin) rows = rows.where('record.origin', 'in', filter.origin)
		if (policyId) rows = rows.where('said.policy_id', '=', policyId)
		if (filter.change) rows = rows.where('said.change', 'in', filter.change)
		if (filter.stands !== undefined) rows = rows.where('said.position', filter.stands ? 'is not' : 'is', null)
		if (filter.from !== undefined) rows = rows.where('said.position', '>=', filter.from)
		if (filter.until !== undefined) rows = rows.where('said.position', '<=', filter.until)
		if (filter.words) rows = rows.where('record.id', 'in', idsWithWords(here, 'provision', filter.words))
		const [found, total] = await Promise.all([
			rows.select(columns).where(part.where).orderBy(part.orderBy).limit(part.limit).execute(),
			totalOf(here, 'provision', filter, { field: '', values: undefined }, rows.select('record.id'))
		])
		const references = await referencesOf(
			here,
			found.map((row) => row.policy_id)
		)
		return toList(here.secret, part, found, total, input, {
			value: (row) =>
				input.sort.endsWith('position')
					? row.position
					: input.sort.endsWith('changed')
						? row.changed_at
						: row.title_sort,
			item: (row) => toItem(row, policyOf(references, row.policy_id))
		})
	}
})

// Whoever sees a provision sees its law: they have one audience.
function policyOf(references: ReadonlyMap<string, RecordReference>, id: string): RecordReference {
	const policy = references.get(id)
	if (!policy) throw new Error(`provision of a policy ${id} that is not seen`)
	return policy
}

/** One provision: what it says and said in each version, and what was judged of it. */
export const getProvision = query({
	name: 'provision.get',
	input: z.strictObject({ provision: Reference }),
	output: ProvisionPage,
	about: (here, { provision }) => getProvisionRow(here, provision),
	allow: everyone,
	async run(here, _input, { row, policy, ...record }) {
		const [own, texts, versions, judgements, beside, mayBe] = await Promise.all([
			provisions(here, null).where('record.id', '=', record.id).select(columns).executeTakeFirstOrThrow(),
			textsOfProvision(here, record.id),
			readVersions(here, policy.id),
			judgementsOf(here, record.id),
			besideOf(here, row),
			candidatesOf(here, policy.id, record.id)
		])
		const byVersion = new Map(texts.map((one) => [one.policy_version_id, one]))
		const timely = versions.flatMap((version) => {
			const said = byVersion.get(version.id)
			return said ? [{ version, said }] : []
		})
		const last = timely.at(-1)
		const references = await referencesOf(
			here,
			judgements.map((one) => one.obligation_id)
		)
		const withdrawn = record.state === 'active' && policy.state === 'active' ? null : 'instruments.policy-withdrawn'
		const right = { change: tends(here, policy), match: keepsRecords(here.seat), separate: tends(here, policy) }
		const why = {
			change: withdrawn,
			match: withdrawn ?? (mayBe.length === 0 ? 'instruments.nothing-to-match' : null),
			separate: withdrawn ?? (timely.length < 2 ? 'instruments.nothing-to-separate' : null)
		}
		return {
			...toItem(own, toReference(asColumns(policy))),
			texts: timely.map(({ version, said }, index) => {
				const before = timely[index - 1]?.said
				return {
					version: version.position,
					label: version.label,
					day: version.day,
					number: said.number,
					level: said.level,
					heading: said.heading,
					above: said.above ?? [],
					text: said.text,
					change: said.change,
					pieces: before && before.text !== said.text ? compareWordings(before.text, said.text) : null
				}
			}),
			lastIn: row.position === null && last ? { number: last.version.position, label: last.version.label } : null,
			...beside,
			judgements: judgements.flatMap(({ obligation_id, ...one }) => {
				const obligation = references.get(obligation_id)
				return obligation ? [{ ...one, obligation }] : []
			}),
			mayBe,
			may: {
				change: right.change && why.change === null,
				match: right.match && why.match === null,
				separate: right.separate && why.separate === null
			},
			whyNot: {
				change: right.change ? why.change : null,
				match: right.match ? why.match : null,
				separate: right.separate ? why.separate : null
			}
		}
	}
})

const asColumns = ({ reference, ...record }: RecordReference) => ({ ...record, key: reference, number: null })

const JUDGEMENTS_MOST = 500

const judgementsOf = (here: Here, provisionId: string) =>
	here.tx
		.selectFrom('judgement')
		.select(['id', 'obligation_id', 'verdict', 'reason', 'language', 'day'])
		.where('workspace_id', '=', here.workspace.id)
		.where('provision_id', '=', provisionId)
		.where('state', '=', 'stands')
		.orderBy('day', 'desc')
		.orderBy('id')
		.limit(JUDGEMENTS_MOST)
		.execute()

/** The provisions before and after one, in the text that stands now. */
async function besideOf(here: Here, { policy_id, position }: { policy_id: string; position: number | null }) {
	if (position === null) return { before: null, after: null }
	const one = (direction: 'before' | 'after') =>
		here.tx
			.selectFrom('provision')
			.innerJoin('record', (on) =>
				on.onRef('record.workspace_id', '=', 'provision.workspace_id').onRef('record.id', '=', 'provision.id')
			)
			.select(referenceColumns)
			.where('provision.workspace_id', '=', here.workspace.id)
			.where('provision.policy_id', '=', policy_id)
			.where('provision.position', direction === 'before' ? '<' : '>', position)
			.where('record.state', '=', 'active')
			.orderBy('provision.position', direction === 'before' ? 'desc' : 'asc')
			.limit(1)
			.executeTakeFirst()
	const [before, after] = await Promise.all([one('before'), one('after')])
	return { before: before ? toReference(before) : null, after: after ? toReference(after) : null }
}
