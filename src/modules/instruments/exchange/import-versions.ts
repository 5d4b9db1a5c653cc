import { type AreaPlanning, type Placing, faultIn, isNew, placeRows, planRows } from '#platform/exchange/plan-rows.ts'
import { anyOf } from '#platform/records/find-record.server.ts'
import { provisionTitle } from '../policy/provision-title.ts'
import { placeRecords, planRecords } from './plan.ts'
import { provisionSheet, provisionTextSheet, versionSheet } from './policy-sheets.ts'

type Provisions = Placing<(typeof provisionSheet)['columns']>
type Versions = Placing<(typeof versionSheet)['columns']>
type Saying = {
	number?: string | undefined
	level: number
	above: string[]
	heading?: string | undefined
	text?: string | undefined
}

/** Plans the versions of laws and policies with their provisions. */
export function planVersions(planning: AreaPlanning): void {
	const versions = planHeads(planning)
	const provisions = planProvisions(planning)
	planTexts(planning, versions)
	planCurrent(planning, versions)
	planByHand(planning, provisions)
}

const placeOf = (policy: string | undefined, position: string | number | undefined) => [policy, position].join(' ')

const said = (value: Saying) => ({
	number: value.number ?? '',
	level: value.level,
	above: value.above.length === 0 ? null : value.above,
	heading: value.heading ?? null,
	text: value.text ?? ''
})

function planHeads(planning: AreaPlanning): Versions {
	const { ids, here } = planning
	const placing: Versions = placeRows(planning, versionSheet, {
		complete: (row) => ({
			...row,
			language: row.language ?? here.workspace.language
		})
	})
	const current = placing.all.filter(({ texts }) => texts['current'] === 'yes')
	for (const some of Map.groupBy(current, ({ texts }) => texts['policy'] ?? '').values())
		for (const { row } of some.length > 1 ? some : [])
			if (row !== null) faultIn(planning, placing.sheet, row)('current', 'instruments.import-two-current')
	planRows(planning, placing, {
		fields: ({ value }) => ({
			label: value.label,
			day: value.day ?? null,
			language: value.language ?? here.workspace.language,
			state: value.state,
			fault: value.fault ?? null,
			pages: value.pages ?? null,
			pages_without_text: value.pages_without_text ?? null
		}),
		add: (writing, rows) =>
			writing.write.addAll(
				'policy_version',
				rows.map(({ id, fields, one: { value } }) => ({
					...fields,
					id,
					policy_id: ids.of('policy', value.policy),
					position: value.position,
					file_id: null,
					job_id: null,
					provisions: 0,
					seat_id: null,
					created_at: writing.now
				}))
			),
		change: (writing, id, fields) => writing.write.change('policy_version', id, fields)
	})
	return placing
}

function planProvisions(planning: AreaPlanning): Provisions {
	const { ids, here, records } = planning
	const placing: Provisions = placeRecords(planning, provisionSheet, (row) => ({
		...row,
		language: row.language ?? here.workspace.language
	}))
	const titleOf = (value: Provisions['rows'][number]['value']) => ({
		[value.language ?? here.workspace.language]: provisionTitle(said(value))
	})
	planRecords(planning, placing, {
		head: (row) => ({ ...row, name: titleOf(row) }),
		fields: ({ value }) => ({
			...said(value),
			position: value.position ?? null,
			language: value.language ?? here.workspace.language
		}),
		add: (writing, rows) =>
			writing.write.addAll(
				'provision',
				rows.map(({ id, fields, one }) => ({ ...fields, id, policy_id: ids.of('policy', one.value.policy) }))
			),
		async change(writing, id, fields, { value }) {
			await writing.write.changeRecord(id, { title: { ...records.get(id)?.title, ...titleOf(value) } })
			await writing.write.change('provision', id, fields)
		}
	})
	return placing
}

function planTexts(planning: AreaPlanning, versions: Versions) {
	const { ids } = planning
	const versionOf = new Map(versions.all.map(({ id, texts }) => [placeOf(texts['policy'], texts['position']), id]))
	const placing = placeRows(planning, provisionTextSheet)
	for (const { row, value } of placing.rows)
		if (!versionOf.has(placeOf(value.policy, value.version)))
			faultIn(planning, placing.sheet, row)('version', 'instruments.import-no-version')
	planRows(planning, placing, {
		fields: ({ value }) => ({
			...said(value),
			change: value.change,
			provision_id: ids.of('provision', value.provision)
		}),
		columns: { provision_id: 'provision' },
		add: (writing, rows) =>
			writing.write.addAll(
				'provision_text',
				rows.map(({ id, fields, one: { value } }) => ({
					...fields,
					id,
					policy_version_id: versionOf.get(placeOf(value.policy, value.version)) ?? '',
					position: value.position
				}))
			),
		change: (writing, id, fields) => writing.write.change('provision_text', id, fields)
	})
	const counts = new Map<string, number>()
	for (const { texts } of placing.all) {
		const id = versionOf.get(placeOf(texts['policy'], texts['version']))
		if (id !== undefined) counts.set(id, (counts.get(id) ?? 0) + 1)
	}
	if ([...versions.rows, ...placing.rows].some(({ stored, changes }) => stored === undefined || changes.length > 0))
		planning.work.push((writing) =>
			writing.write.changeAll(
				'policy_version',
				[...counts].map(([id, provisions]) => ({ id, fields: { provisions } }))
			)
		)
}

/** A law says what its current version says. */
function planCurrent({ ids, work }: AreaPlanning, versions: Versions) {
	const changed = versions.rows.filter(
		(one) => one.value.current && (isNew(one) || one.changes.some(({ header }) => header === 'current'))
	)
	if (changed.length === 0) return
	work.push(async (writing) => {
		const rows = await writing.tx
			.selectFrom('policy_version')
			.select(['id', 'provisions'])
			.where('workspace_id', '=', writing.workspace.id)
			.execute()
		const provisions = new Map(rows.map((row) => [row.id, row.provisions]))
		await writing.write.changeAll(
			'policy',
			changed.map(({ id, value }) => ({
				id: ids.of('policy', value.policy),
				fields: { current_version_id: id, provisions: provisions.get(id) ?? 0 }
			}))
		)
	})
}

/** A law without versions, whose provisions were entered by hand, has as many as stand in it. */
function planByHand({ ids, work }: AreaPlanning, provisions: Provisions) {
	const changed = provisions.rows.filter((one) => isNew(one) || one.changes.length > 0)
	const laws = [...new Set(changed.map(({ value }) => ids.of('policy', value.policy)))]
	if (laws.length === 0) return
	work.push(async (writing) => {
		const [bare, standing] = await Promise.all([
			writing.tx
				.selectFrom('policy')
				.select('id')
				.where('workspace_id', '=', writing.workspace.id)
				.where('id', '=', anyOf(laws))
				.where('current_version_id', 'is', null)
				.execute(),
			writing.tx
				.selectFrom('provision')
				.select(['policy_id', (rows) => rows.fn.countAll<string>().as('provisions')])
				.where('workspace_id', '=', writing.workspace.id)
				.where('policy_id', '=', anyOf(laws))
				.where('position', 'is not', null)
				.groupBy('policy_id')
				.execute()
		])
		const counts = new Map(standing.map((row) => [row.policy_id, Number(row.provisions)]))
		await writing.write.changeAll(
			'policy',
			bare.map(({ id }) => ({ id, fields: { provisions: counts.get(id) ?? 0 } }))
		)
	})
}
