import { z } from 'zod'
import { resolveField } from '#modules/directory/find-directory.server.ts'
import { enqueue } from '#platform/jobs/jobs.server.ts'
import { Identifier, Reference, Text } from '#platform/operation/fields.ts'
import { command, type Here, type Writing } from '#platform/operation/operation.server.ts'
import { absent, conflict, invalid } from '#platform/operation/refusal.ts'
import { anyOf, findRecord } from '#platform/records/find-record.server.ts'
import { getPolicyRow, tends } from '../../policy/find-policy.server.ts'
import { isInherited } from '../../policy/provision-title.ts'
import { areasOf, themeFrameworks } from '../coverage/coverage-rows.server.ts'
import { migrationPassages } from '../suggestion/index-thread.server.ts'
import { planRows, type PlanRow } from './plan-rows.server.ts'

// What is read while the reader waits; longer plans are read by a job.
const AT_ONCE_MOST = 600
const ANALYSE = 'mainstreaming.analyse'
const PASSAGES_AT_ONCE = 500

async function frameworkFor(here: Here, reference: string | undefined) {
	const named = await resolveField(here, 'framework', reference, 'framework')
	if (named) return named
	const own = here.workspace.defaultFrameworkId
	if (own !== null && (await findRecord(here, 'framework', own))) return own
	const [first] = await themeFrameworks(here)
	return first?.id ?? null
}

/**
 * Looks through a plan for what concerns migration and suggests each passage with its theme. What a person confirmed or set aside
 * stays as it is; suggestions of an earlier reading that hold no more go. A long plan is read by a job.
 */
export const analyseMainstreaming = command({
	name: ANALYSE,
	input: z.strictObject({
		policy: Reference,
		/** The framework whose areas are suggested as themes; left out, that of the workspace. */
		framework: Reference.optional()
	}),
	output: z.object({
		id: z.string(),
		reference: z.string(),
		/** The job that reads the plan, where it is too long to be waited for. */
		job: z.string().nullable(),
		passages: z.int()
	}),
	about: (here, { policy }) => getPolicyRow(here, policy),
	allow: tends,
	async run(here, input, policy) {
		const rows = await planRows(here, policy.id)
		if (rows.length === 0) throw conflict('instruments.plan-without-provisions')
		const done = { id: policy.id, reference: policy.reference }
		if (rows.length > AT_ONCE_MOST && !here.tell)
			return { ...done, job: await enqueue(here, { operation: ANALYSE, input }), passages: 0 }
		await here.write.lockRecord(policy.id)
		const frameworkId = await frameworkFor(here, input.framework)
		const areas = frameworkId === null ? [] : await areasOf(here, frameworkId)
		const { passages } = await migrationPassages({
			language: rows[0]?.language ?? policy.row.language,
			provisions: rows.map(({ id, heading, above, text, chapter }) => ({
				id,
				heading: isInherited({ heading, above }) ? null : heading,
				text,
				chapter
			})),
			areas: areas.map(({ id, title, note }) => ({ key: id, names: title, description: note }))
		})
		const found = new Map(passages.map((passage) => [passage.id, passage]))
		await here.tell?.({ step: 'mainstreaming.step.keep', done: 0, total: found.size })
		const fresh = rows.filter(({ id, passage_id }) => passage_id === null && found.has(id))
		await here.write.addAll(
			'mainstreaming_passage',
			fresh.map(({ id, chapter }) => ({
				policy_id: policy.id,
				provision_id: id,
				chapter,
				...suggestionOf(found.get(id)),
				area_id: null,
				state: 'suggested' as const,
				seat_id: null,
				decided_day: null
			}))
		)
		for (const { id, passage_id, state, chapter } of rows) {
			if (passage_id === null) continue
			const passage = found.get(id)
			if (passage) await here.write.change('mainstreaming_passage', passage_id, { chapter, ...suggestionOf(passage) })
			else if (state === 'suggested') await here.write.remove('mainstreaming_passage', passage_id)
		}
		return { ...done, job: null, passages: found.size }
	}
})

type Suggestion = { score: number; themes: readonly { key: string }[] }
const suggestionOf = (passage: Suggestion | undefined) => ({
	suggested_area_id: passage?.themes[0]?.key ?? null,
	score: passage ? Math.round(passage.score * 100) : null
})

/** Passages by their identifiers, all of one plan that the seat sees; absent where one of them is not there. */
async function getPassages(here: Here, ids: readonly string[]) {
	const rows = await here.tx
		.selectFrom('mainstreaming_passage')
		.innerJoin('record', (on) =>
			on
				.onRef('record.workspace_id', '=', 'mainstreaming_passage.workspace_id')
				.onRef('record.id', '=', 'mainstreaming_passage.provision_id')
		)
		.select(['mainstreaming_passage.id', 'mainstreaming_passage.policy_id', 'mainstreaming_passage.state'])
		.select(['mainstreaming_passage.area_id', 'mainstreaming_passage.suggested_area_id'])
		.where('mainstreaming_passage.workspace_id', '=', here.workspace.id)
		.where('mainstreaming_passage.id', '=', anyOf(ids))
		.orderBy('mainstreaming_passage.id')
		.execute()
	const [first] = rows
	if (!first || rows.length < new Set(ids).size) throw absent('instruments.no-such-passage')
	if (rows.some(({ policy_id }) => policy_id !== first.policy_id))
		throw invalid([{ path: ['passages'], code: 'instruments.passages-of-two-plans' }])
	return { rows, policy: await getPolicyRow(here, first.policy_id) }
}
type Passages = Awaited<ReturnType<typeof getPassages>>

const SeveralPassages = z.array(Identifier).min(1).max(PASSAGES_AT_ONCE)
const Judged = z.object({ id: z.string(), reference: z.string(), passages: z.int() })

async function judge(
	here: Writing,
	{ rows, policy }: Passages,
	fieldsOf: (row: Passages['rows'][number]) => {
		state: 'suggested' | 'confirmed' | 'rejected'
		area_id?: string | null
	}
) {
	await here.write.lockRecord(policy.id)
	await here.write.changeAll(
		'mainstreaming_passage',
		rows.map((row) => {
			const fields = fieldsOf(row)
			return {
				id: row.id,
				fields: { ...fields, seat_id: here.seat.id, decided_day: fields.state === 'suggested' ? null : here.today }
			}
		})
	)
	return { id: policy.id, reference: policy.reference, passages: rows.length }
}

/** Confirms that passages concern migration, with the theme that was suggested for each or another one for all of them. */
export const confirmPassages = command({
	name: 'mainstreaming.confirm',
	input: z.strictObject({ passages: SeveralPassages, theme: Reference.optional() }),
	output: Judged,
	about: (here, { passages }) => getPassages(here, passages),
	allow: (here, { policy }) => tends(here, policy),
	async run(here, { theme }, found) {
		const areaId = await resolveField(here, 'area', theme, 'theme')
		return judge(here, found, (row) => ({
			state: 'confirmed',
			area_id: areaId ?? row.area_id ?? row.suggested_area_id
		}))
	}
})

/** Sets passages aside: they do not concern migration, whatever is suggested later. */
export const rejectPassages = command({
	name: 'mainstreaming.reject',
	input: z.strictObject({ passages: SeveralPassages }),
	output: Judged,
	about: (here, { passages }) => getPassages(here, passages),
	allow: (here, { policy }) => tends(here, policy),
	run: (here, _input, found) => judge(here, found, () => ({ state: 'rejected', area_id: null }))
})

/** Says what confirmed passages are about, or that no theme fits. */
export const setPassageTheme = command({
	name: 'mainstreaming.setTheme',
	input: z.strictObject({ passages: SeveralPassages, theme: Reference.nullable() }),
	output: Judged,
	about: (here, { passages }) => getPassages(here, passages),
	allow: (here, { policy }) => tends(here, policy),
	async run(here, { theme }, found) {
		const areaId = (await resolveField(here, 'area', theme, 'theme')) ?? null
		if (found.rows.some(({ state }) => state === 'rejected'))
			throw invalid([{ path: ['passages'], code: 'instruments.theme-of-rejected-passage' }])
		return judge(here, found, () => ({ state: 'confirmed', area_id: areaId }))
	}
})

function rowNamed(rows: readonly PlanRow[], name: string): PlanRow | undefined {
	const numbered = rows.filter(({ cited }) => cited === name)
	const wanted = name.toLowerCase()
	return numbered.length === 1 ? numbered[0] : rows.find(({ id, key }) => id === wanted || key === wanted)
}

/** Takes a passage into the analysis that nothing suggested: a person read that it concerns migration. */
export const addPassage = command({
	name: 'mainstreaming.add',
	input: z.strictObject({
		policy: Reference,
		/** By its number in the plan, where no other has that, or by its reference. */
		provision: Text(120),
		theme: Reference.optional()
	}),
	output: Judged,
	about: (here, { policy }) => getPolicyRow(here, policy),
	allow: tends,
	async run(here, { provision, theme }, policy) {
		const areaId = (await resolveField(here, 'area', theme, 'theme')) ?? null
		await here.write.lockRecord(policy.id)
		const row = rowNamed(await planRows(here, policy.id), provision)
		if (!row)
			throw invalid([{ path: ['provision'], code: 'platform.field.no-such-record', params: { reference: provision } }])
		const fields = {
			state: 'confirmed' as const,
			area_id: areaId ?? row.area_id ?? row.suggested_area_id,
			seat_id: here.seat.id,
			decided_day: here.today
		}
		if (row.passage_id !== null) await here.write.change('mainstreaming_passage', row.passage_id, fields)
		else
			await here.write.add('mainstreaming_passage', {
				policy_id: policy.id,
				provision_id: row.id,
				chapter: row.chapter,
				suggested_area_id: null,
				score: null,
				...fields
			})
		return { id: policy.id, reference: policy.reference, passages: 1 }
	}
})
