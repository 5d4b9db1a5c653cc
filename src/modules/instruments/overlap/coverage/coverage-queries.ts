import { z } from 'zod'
import { Country, Reference } from '#platform/operation/fields.ts'
import { AnyOf } from '#platform/operation/lists.server.ts'
import { everyone, query, type Here } from '#platform/operation/operation.server.ts'
import { absent } from '#platform/operation/refusal.ts'
import {
	anyOf,
	findRecord,
	getRecord,
	referenceColumns,
	referencesOf,
	RecordReference,
	toReference
} from '#platform/records/find-record.server.ts'
import { keepAnswers } from '#platform/records/kept-answers.server.ts'
import { ofKind } from '../../of-kind.server.ts'
import { FORMS, STANDINGS } from '../../policy/policy-rules.ts'
import { areasMet } from './crosswalk.ts'
import { areasOf, coveredRows, crosswalkOf, placedLaws, themeFrameworks, WAYS } from './coverage-rows.server.ts'

const CoveringLaw = RecordReference.extend({
	form: z.string(),
	stage: z.string(),
	country: z.string().nullable()
})

const ThroughArea = z.object({ area: RecordReference, framework: RecordReference.nullable() })

const Coverage = z.object({
	framework: RecordReference,
	frameworks: z.array(RecordReference),
	areas: z.array(RecordReference),
	/** The laws and policies that were asked for, whether they deal with an area or not. */
	laws: z.array(CoveringLaw),
	/** The forms of those that deal with an area, in the order of the list of forms; of all, where none does. */
	forms: z.array(z.string()),
	/**
	 * Which law deals with which area, by identifiers; how, by way of which areas of other frameworks, and how many of its
	 * provisions do.
	 */
	cells: z.array(
		z.object({
			area: z.string(),
			law: z.string(),
			way: z.enum(WAYS),
			through: z.array(ThroughArea),
			provisions: z.int()
		})
	),
	/** False where none of all laws is placed in the framework, not even by a cross-walk: its gaps then say nothing. */
	isPlaced: z.boolean(),
	/** Areas with which none of these laws deals. */
	gaps: z.array(z.string()),
	/** Forms that leave an area out with which another form deals. */
	empty: z.array(z.object({ area: z.string(), form: z.string() })),
	countries: z.array(z.string())
})
export type Coverage = z.output<typeof Coverage>

const kept = keepAnswers<Coverage>()
const keptOpening = keepAnswers<string | null>()
const LAWS_MOST = 5_000

/** Which laws and policies are asked for. */
export const CoverageFilter = z
	.strictObject({
		form: AnyOf(z.enum(FORMS)),
		stage: AnyOf(z.enum(STANDINGS)),
		country: AnyOf(Country)
	})
	.partial()
type Filter = z.output<typeof CoverageFilter>

/** The framework that most laws are placed in; of several that are equal the one of the workspace, else the first by name. */
async function openingFramework(here: Here) {
	const [placed, frameworks] = await Promise.all([placedLaws(here), themeFrameworks(here)])
	const own = here.workspace.defaultFrameworkId
	const [first] = frameworks.toSorted(
		(one, other) =>
			(placed.get(other.id) ?? 0) - (placed.get(one.id) ?? 0) || Number(other.id === own) - Number(one.id === own)
	)
	return first?.id ?? null
}

async function frameworkOf(here: Here, reference: string | undefined) {
	if (reference !== undefined) return getRecord(here, 'framework', reference)
	const id = await keptOpening(here, ['coverage-opening'], () => openingFramework(here))
	const found = id === null ? undefined : await findRecord(here, 'framework', id)
	if (!found) throw absent('platform.no-such-record', { kind: 'framework', reference: 'none' })
	return found
}

/** A framework of themes against the laws and policies that deal with its areas; what none deals with is a gap. */
export const getCoverage = query({
	name: 'coverage.get',
	input: z.strictObject({ framework: Reference.optional(), filter: CoverageFilter.optional() }),
	output: Coverage,
	about: (here, { framework }) => frameworkOf(here, framework),
	allow: everyone,
	run: (here, { filter = {} }, framework) =>
		kept(here, ['coverage', framework.id, JSON.stringify(sorted(filter))], () => coverageOf(here, framework, filter))
})

const sorted = ({ form, stage, country }: Filter) => [form?.toSorted(), stage?.toSorted(), country?.toSorted()]

async function coverageOf(here: Here, framework: z.output<typeof RecordReference>, filter: Filter): Promise<Coverage> {
	const [areas, covered, frameworks, every] = await Promise.all([
		areasOf(here, framework.id),
		coveredRows(here, framework.id),
		themeFrameworks(here),
		lawsSeen(here)
	])
	const laws = every.filter(
		({ form, stage, country }) =>
			(!filter.form || filter.form.some((one) => one === form)) &&
			(!filter.stage || filter.stage.some((one) => one === stage)) &&
			(!filter.country || filter.country.some((one) => one === country))
	)
	const formOf = new Map(laws.map(({ id, form }) => [id, form]))
	const dealing = covered.filter(({ policy_id }) => formOf.has(policy_id))
	const named = await areasNamed(
		here,
		dealing.flatMap(({ through }) => through)
	)
	const cells = dealing.map(({ area_id, policy_id, way, provisions, through }) => ({
		area: area_id,
		law: policy_id,
		way,
		through: through.flatMap((id) => named.get(id) ?? []),
		provisions
	}))
	const occurring = new Set(cells.length > 0 ? cells.map(({ law }) => formOf.get(law)) : formOf.values())
	const forms = FORMS.filter((form) => occurring.has(form))
	const dealt = new Set(cells.map(({ area }) => area))
	const dealtBy = new Set(cells.map(({ area, law }) => `${area} ${formOf.get(law) ?? ''}`))
	return {
		framework: toReferenceOf(framework),
		frameworks,
		areas: areas.map(toReference),
		laws,
		forms,
		cells,
		isPlaced: covered.length > 0,
		gaps: areas.map(({ id }) => id).filter((id) => !dealt.has(id)),
		empty: areas.flatMap(({ id }) =>
			dealt.has(id) ? forms.filter((form) => !dealtBy.has(`${id} ${form}`)).map((form) => ({ area: id, form })) : []
		),
		countries: [...new Set(every.flatMap(({ country }) => country ?? []))].toSorted()
	}
}

async function areasNamed(here: Here, ids: readonly string[]) {
	const areas = [...new Set(ids)]
	const rows = await here.tx
		.selectFrom('theme_area')
		.select(['id', 'framework_id'])
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', anyOf(areas))
		.execute()
	const references = await referencesOf(here, [...areas, ...rows.map(({ framework_id }) => framework_id)])
	return new Map(
		rows.flatMap(({ id, framework_id }) => {
			const area = references.get(id)
			return area ? [[id, { area, framework: references.get(framework_id) ?? null }] as const] : []
		})
	)
}

const toReferenceOf = ({ id, kind, reference, title, acronym }: z.output<typeof RecordReference>) => ({
	id,
	kind,
	reference,
	title,
	acronym
})

async function lawsSeen(here: Here) {
	const rows = await here.tx
		.selectFrom('record')
		.innerJoin('policy', (on) =>
			on.onRef('policy.workspace_id', '=', 'record.workspace_id').onRef('policy.id', '=', 'record.id')
		)
		.select(referenceColumns)
		.select(['policy.form', 'policy.stage', 'policy.country'])
		.where('record.workspace_id', '=', here.workspace.id)
		.where(ofKind('policy'))
		.where('record.state', '=', 'active')
		.orderBy('record.title_sort')
		.orderBy('record.id')
		.limit(LAWS_MOST)
		.execute()
	return rows.map((row) => ({ ...toReference(row), form: row.form, stage: row.stage, country: row.country }))
}

const PASSAGES_MOST = 200

/** One cell of the coverage: the provisions of a law that deal with an area, themselves or through areas that are the same or narrower. */
export const getCoverageCell = query({
	name: 'coverage.cell',
	input: z.strictObject({ area: Reference, policy: Reference }),
	output: z.object({
		area: RecordReference,
		policy: RecordReference,
		provisions: z.array(
			z.object({
				provision: RecordReference,
				number: z.string(),
				heading: z.string().nullable(),
				text: z.string(),
				language: z.string()
			})
		),
		isMore: z.boolean()
	}),
	async about(here, { area, policy }) {
		return { area: await getRecord(here, 'area', area), policy: await getRecord(here, 'policy', policy) }
	},
	allow: everyone,
	async run(here, _input, { area, policy }) {
		const areaIds = [...areasMet(await crosswalkOf(here), area.id).keys()]
		const rows = await here.tx
			.selectFrom('provision')
			.innerJoin('record', (on) =>
				on.onRef('record.workspace_id', '=', 'provision.workspace_id').onRef('record.id', '=', 'provision.id')
			)
			.select(referenceColumns)
			.select(['provision.number as cited', 'provision.heading', 'provision.text', 'provision.language'])
			.where('provision.workspace_id', '=', here.workspace.id)
			.where('provision.policy_id', '=', policy.id)
			.where('provision.position', 'is not', null)
			.where('record.state', '=', 'active')
			.where((where) =>
				where.or([
					where.exists((select) =>
						select
							.selectFrom('record_theme')
							.select('record_theme.id')
							.whereRef('record_theme.workspace_id', '=', 'provision.workspace_id')
							.whereRef('record_theme.record_id', '=', 'provision.id')
							.where('record_theme.area_id', '=', anyOf(areaIds))
					),
					where.exists((select) =>
						select
							.selectFrom('mainstreaming_passage')
							.select('mainstreaming_passage.id')
							.whereRef('mainstreaming_passage.workspace_id', '=', 'provision.workspace_id')
							.whereRef('mainstreaming_passage.provision_id', '=', 'provision.id')
							.where('mainstreaming_passage.state', '=', 'confirmed')
							.where('mainstreaming_passage.area_id', '=', anyOf(areaIds))
					)
				])
			)
			.orderBy('provision.position')
			.limit(PASSAGES_MOST + 1)
			.execute()
		return {
			area: toReferenceOf(area),
			policy: toReferenceOf(policy),
			provisions: rows.slice(0, PASSAGES_MOST).map((row) => ({
				provision: toReference(row),
				number: row.cited,
				heading: row.heading,
				text: row.text,
				language: row.language
			})),
			isMore: rows.length > PASSAGES_MOST
		}
	}
})
