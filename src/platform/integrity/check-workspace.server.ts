import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { sql, type Updateable } from 'kysely'
import { z } from 'zod'
import type { Tables } from '#platform/database/tables.ts'
import { verifyHistory } from '#platform/events/verify.server.ts'
import { storedPath } from '#platform/files/store.server.ts'
import { defineTimed, defineWork } from '#platform/jobs/jobs.server.ts'
import { nothing, query } from '#platform/operation/operation.server.ts'
import { ask, run, type Opening } from '#platform/operation/perform.server.ts'
import { isRefusal } from '#platform/operation/refusal.ts'
import { measuresCountedWrong } from '#platform/records/kept-results.server.ts'
import { kindsCountedWrong } from '#platform/records/tally.server.ts'
import { indexValues, textsToIndex } from '#platform/records/search-index.server.ts'
import { CHECK_WORK, verifyWorkspace, type Finding } from './integrity-operations.ts'

const FINDINGS_MOST = 100
const RECORDS_PER_PART = 500
const FILES_PER_PART = 200

type Notes = Updateable<Tables['integrity_check']>

const noteOf =
	({ database, workspace }: Opening, check: string) =>
	async (fields: Notes): Promise<void> => {
		await database.write({ workspaceId: workspace.id, audience: ['system'] }, (tx) =>
			tx
				.updateTable('integrity_check')
				.set(fields)
				.where('workspace_id', '=', workspace.id)
				.where('id', '=', check)
				.execute()
		)
	}

/** Holds a workspace's history, search index, totals and files against each other, and notes step by step how far it is. */
export const checkWorkspace = defineWork({
	name: CHECK_WORK,
	async run(opening, input, { dataFolder, now }) {
		const { check } = z.object({ check: z.uuid() }).parse(input)
		const note = noteOf(opening, check)
		const findings: Finding[] = []
		let faults = 0
		const found = (finding: Finding) => {
			faults++
			if (findings.length < FINDINGS_MOST) findings.push(finding)
		}
		const totals = await ask(opening, countAll, {})
		const total = totals.events + totals.records + totals.files
		await note({ state: 'running', step: 'history', checked: 0, total })
		const history = await verifyHistory(
			opening.database,
			opening.workspace,
			{ dataFolder, secret: opening.secret },
			(events) => note({ checked: events, events })
		)
		for (const fault of history.faults)
			found({ step: 'history', code: fault.code, name: String(fault.sequence), id: null })
		const { first, last } = history.anchors
		await note({
			step: 'search',
			events: history.events,
			anchored_since: first && new Date(first.at),
			anchored_from: first?.sequence ?? null,
			anchored_until: last && new Date(last.at),
			anchored_to: last?.sequence ?? null
		})
		const records = await checkSearch(opening, found, (checked) =>
			note({ checked: history.events + checked, records: checked })
		)
		await note({ step: 'totals', records })
		for (const kind of (await ask(opening, totalFaults, {})).kinds)
			found({ step: 'totals', code: 'total-differs', name: kind, id: null })
		for (const measure of (await ask(opening, resultFaults, {})).measures)
			found({ step: 'totals', code: 'result-differs', name: measure, id: null })
		await note({ step: 'files' })
		const files = await checkFiles(opening, found, (checked) =>
			note({ checked: history.events + records + checked, files: checked })
		)
		await note({
			state: 'done',
			step: 'done',
			checked: total,
			files,
			faults,
			findings: JSON.stringify(findings),
			ended_at: now()
		})
	}
})

const countAll = query({
	name: 'integrity.count',
	input: z.strictObject({}),
	output: z.object({ events: z.int(), records: z.int(), files: z.int() }),
	about: nothing,
	allow: () => false,
	clock: true,
	async run({ tx, workspace }) {
		const [events, records, files] = await Promise.all(
			(['event', 'record', 'file'] as const).map((table) =>
				tx
					.selectFrom(table)
					.select((select) => select.fn.countAll<number>().as('many'))
					.where('workspace_id', '=', workspace.id)
					.executeTakeFirst()
			)
		)
		return { events: events?.many ?? 0, records: records?.many ?? 0, files: files?.many ?? 0 }
	}
})

const Part = z.object({
	last: z.string().nullable(),
	checked: z.int(),
	faults: z.array(z.object({ id: z.string(), name: z.string(), code: z.string() }))
})

// What the index holds of each record is made anew, by the same code, and compared by the database.
const searchFaults = query({
	name: 'integrity.searchFaults',
	input: z.strictObject({ after: z.uuid().nullable() }),
	output: Part,
	about: nothing,
	allow: () => false,
	clock: true,
	async run(here, { after }) {
		const { tx, workspace } = here
		let page = tx.selectFrom('record').select(['id', 'key', 'number']).where('workspace_id', '=', workspace.id)
		if (after !== null) page = page.where('id', '>', after)
		const records = await page.orderBy('id').limit(RECORDS_PER_PART).execute()
		if (records.length === 0) return { last: null, checked: 0, faults: [] }
		const ids = records.map((record) => record.id)
		const { rows, gone } = await textsToIndex(tx, here, ids)
		const wrong =
			rows.length === 0
				? []
				: await tx
						.selectFrom(
							sql<{ id: string }>`(values ${sql.join(rows.map((row) => indexValues(here, row)))})`.as<'told'>(
								sql`told(workspace_id, id, kind, audience, vector)`
							)
						)
						.leftJoin('record_search as held', (on) =>
							on.on('held.workspace_id', '=', workspace.id).onRef('held.record_id', '=', 'told.id')
						)
						.select(['told.id', sql<boolean>`held.record_id is null`.as('missing')])
						.where(
							sql<boolean>`(held.kind, held.audience, held.vector) is distinct from (told.kind, told.audience, told.vector)`
						)
						.execute()
		const left =
			gone.length === 0
				? []
				: await tx
						.selectFrom('record_search')
						.select('record_id')
						.where('workspace_id', '=', workspace.id)
						.where('record_id', 'in', gone)
						.execute()
		const nameOf = (id: string) => {
			const record = records.find((one) => one.id === id)
			return record?.key ?? record?.number ?? id
		}
		return {
			last: ids.at(-1) ?? null,
			checked: ids.length,
			faults: [
				...wrong.map(({ id, missing }) => ({
					id,
					name: nameOf(id),
					code: missing ? 'search-missing' : 'search-differs'
				})),
				...left.map(({ record_id: id }) => ({ id, name: nameOf(id), code: 'search-left' }))
			]
		}
	}
})

async function checkSearch(
	opening: Opening,
	found: (finding: Finding) => void,
	note: (checked: number) => Promise<void>
): Promise<number> {
	let checked = 0
	let after: string | null = null
	for (;;) {
		const part: z.output<typeof Part> = await ask(opening, searchFaults, { after })
		for (const fault of part.faults) found({ step: 'search', ...fault })
		checked += part.checked
		await note(checked)
		if (part.last === null) return checked
		after = part.last
	}
}

// What commands keep of how many records there are, against the records themselves.
const totalFaults = query({
	name: 'integrity.totals',
	input: z.strictObject({}),
	output: z.object({ kinds: z.array(z.string()) }),
	about: nothing,
	allow: () => false,
	clock: true,
	run: async ({ tx, workspace, registry }) => ({
		kinds: await kindsCountedWrong(tx, workspace.id, registry.divisions)
	})
})

// What areas keep counted of their records, against the records and their rows.
const resultFaults = query({
	name: 'integrity.results',
	input: z.strictObject({}),
	output: z.object({ measures: z.array(z.string()) }),
	about: nothing,
	allow: () => false,
	clock: true,
	run: async ({ tx, workspace, registry }) => ({
		measures: await measuresCountedWrong(tx, workspace.id, registry.results)
	})
})

const storedFiles = query({
	name: 'integrity.files',
	input: z.strictObject({ after: z.uuid().nullable() }),
	output: z.object({
		items: z.array(z.object({ id: z.string(), name: z.string(), size: z.int(), sha256: z.string() }))
	}),
	about: nothing,
	allow: () => false,
	clock: true,
	async run({ tx, workspace }, { after }) {
		let page = tx.selectFrom('file').select(['id', 'name', 'size', 'sha256']).where('workspace_id', '=', workspace.id)
		if (after !== null) page = page.where('id', '>', after)
		return { items: await page.orderBy('id').limit(FILES_PER_PART).execute() }
	}
})

async function checkFiles(
	opening: Opening,
	found: (finding: Finding) => void,
	note: (checked: number) => Promise<void>
): Promise<number> {
	let checked = 0
	let after: string | null = null
	for (;;) {
		const { items }: { items: { id: string; name: string; size: number; sha256: string }[] } = await ask(
			opening,
			storedFiles,
			{ after }
		)
		for (const file of items) {
			const code = await faultOfFile(storedPath(opening.filesFolder, opening.workspace.id, file.id), file)
			if (code) found({ step: 'files', code, name: file.name, id: file.id })
		}
		checked += items.length
		await note(checked)
		after = items.at(-1)?.id ?? null
		if (items.length < FILES_PER_PART) return checked
	}
}

const isMissing = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOENT'

async function faultOfFile(path: string, file: { size: number; sha256: string }): Promise<string | null> {
	try {
		if ((await stat(path)).size !== file.size) return 'file-changed'
		const digest = createHash('sha256')
		await pipeline(createReadStream(path), digest)
		return digest.digest('hex') === file.sha256 ? null : 'file-changed'
	} catch (error) {
		if (isMissing(error)) return 'file-missing'
		throw error
	}
}

/** The same in every workspace once a week, at night. */
export const checkWeekly = defineTimed({
	name: 'integrity.weekly',
	cron: '23 1 * * 0',
	async run(opening) {
		await run(opening, verifyWorkspace, {}).catch((error: unknown) => {
			// One that an administrator began is at work already.
			if (!isRefusal(error, 'conflict')) throw error
		})
	}
})
