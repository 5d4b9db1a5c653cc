import { expect, test } from 'vitest'
import { z } from 'zod'
import { ownerRows } from '#tests/fixtures/directory.ts'
import { aDemonstration } from '#tests/fixtures/demonstration.ts'
import { anEmptyWorkspace, brought, exported } from '#tests/fixtures/exchange.ts'
import { aLivedIn } from '#tests/fixtures/lived-in.ts'
import { prepare } from '#tests/access/prepared.ts'
import type { TestWorkspace } from '#tests/fixtures/workspace.ts'

// The tables an export carries, with their columns that it does not: identifiers, moments, what follows from other columns,
// and what names a person or a file.
const LEFT: Readonly<Record<string, readonly string[]>> = {
	record: ['id', 'version', 'created_at', 'changed_at'],
	record_name: ['id'],
	record_theme: ['id'],
	link: ['id', 'seat_id', 'created_at', 'withdrawn_reason'],
	actor: [],
	actor_succession: ['id'],
	structure: [],
	structure_status: ['id', 'created_at'],
	membership: ['id'],
	nomination: ['id', 'seat_id', 'letter_document_id'],
	framework: [],
	theme_area: [],
	area_lead: ['id'],
	mandate: ['id']
}

// Those of deliberation. Documents, drafts, sealed papers, feeds and what each person chose travel by a backup; the figures of a
// report and the sequence of a calendar are worked out anew.
const DELIBERATION: Readonly<Record<string, readonly string[]>> = {
	structure_rhythm: ['id'],
	structure_activation: ['id'],
	structure_participation: ['id'],
	meeting_series: ['id', 'calendar_sequence', 'created_at'],
	meeting: ['calendar_sequence', 'calendar_changed_at', 'circulated_at'],
	agenda_item: ['proposed_by_seat_id'],
	attendance: ['id', 'seat_id', 'person'],
	declared_interest: ['id', 'attendance_id'],
	minute: ['changed_at'],
	recommendation: [],
	recommendation_wording: ['id', 'seat_id'],
	recommendation_hop: ['id', 'joint_answer_id'],
	recommendation_position: ['id'],
	decision: [],
	decision_position: ['id'],
	written_procedure: [],
	written_answer: ['id', 'seat_id'],
	action: ['responsible_seat_id'],
	action_support: ['id'],
	action_step: ['id'],
	action_report: ['id', 'seat_id'],
	action_evidence: ['id'],
	action_extension: ['id', 'asked_by_seat_id'],
	action_escalation: ['id'],
	secretariat_report: ['figures', 'figures_at', 'approved_seat_id'],
	secretariat_report_section: ['id']
}

// Those of instruments, laws and policies. Which version is the current one, where provisions stand in it, and where the country stands
// today are worked out anew.
const INSTRUMENTS: Readonly<Record<string, readonly string[]>> = {
	instrument: ['position'],
	instrument_status: ['id', 'seat_id', 'created_at'],
	obligation: [],
	reporting_duty: ['id'],
	treaty_report: [],
	policy: [],
	policy_actor: ['id'],
	policy_stage: ['id'],
	policy_version: ['id', 'file_id', 'seat_id', 'job_id', 'created_at'],
	provision: [],
	provision_text: ['id'],
	judgement: ['id', 'seat_id'],
	road_map_step: ['id'],
	road_map_obstacle: ['id'],
	harmonization: [],
	harmonization_relation: ['id'],
	harmonization_actor: ['id'],
	agreement: [],
	agreement_party: ['id'],
	agreement_provision: ['id']
}

const Row = z.record(z.string(), z.unknown())
const Named = z.object({ id: z.string(), name: z.string(), state: z.string() })

/** What stands in a table of a workspace, identifiers told by what they name, so that two workspaces can be compared. */
async function told(made: Omit<TestWorkspace, 'as'>, tables: typeof LEFT) {
	const names = new Map<string, string>()
	const merged = new Set<string>()
	const records = await ownerRows(
		made,
		`select id, kind || ' ' || coalesce(key, number) as name, state from record where workspace_id = :workspace`
	)
	for (const row of records) {
		const { id, name, state } = Named.parse(row)
		names.set(id, name)
		if (state === 'merged') merged.add(id)
	}
	const memberships = await ownerRows(
		made,
		`select id, structure_id, actor_id, from_day::text as from_day, kind, reason from membership where workspace_id = :workspace`
	)
	for (const { id, ...row } of memberships)
		names.set(
			String(id),
			`membership ${Object.values(row)
				.map((value) => names.get(String(value)) ?? String(value))
				.join(' ')}`
		)
	const parts = await ownerRows(
		made,
		`select id, structure_id::text as of, title::text as name from meeting_series where workspace_id = :workspace
		union all select id, action_id::text, day::text || ' ' || text from action_report where workspace_id = :workspace
		union all select id, instrument_id::text, concat_ws(' ', country, event, day_first, text) from instrument_status where workspace_id = :workspace
		union all select id, instrument_id::text, 'duty ' || body from reporting_duty where workspace_id = :workspace
		union all select id, instrument_id::text, 'step ' || title from road_map_step where workspace_id = :workspace
		union all select id, policy_id::text, 'version ' || position from policy_version where workspace_id = :workspace
		union all select id, from_id::text, type || ' ' || argument from link where workspace_id = :workspace`
	)
	for (const { id, of, name } of parts) names.set(String(id), `${names.get(String(of)) ?? ''} ${String(name)}`)
	const tell = (value: unknown): unknown => {
		if (typeof value === 'string')
			return value.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (id) => names.get(id) ?? id)
		return Array.isArray(value) ? value.map(tell).sort() : value
	}
	const found: Record<string, unknown[]> = {}
	for (const [table, left] of Object.entries(tables)) {
		const rows = await ownerRows(made, `select to_jsonb(t) as row from ${table} t where workspace_id = :workspace`)
		found[table] = rows
			.map(({ row }) => Row.parse(row))
			// Of a merged record the signpost alone is carried, and of links those that hold.
			.filter((row) => table === 'record' || !merged.has(String(row['id'])))
			.filter(
				(row) =>
					table !== 'actor_succession' ||
					!(merged.has(String(row['actor_id'])) || merged.has(String(row['successor_id'])))
			)
			.filter((row) => table !== 'link' || row['state'] !== 'withdrawn')
			.filter((row) => table !== 'action_evidence' || row['address'] !== null)
			.filter((row) => table !== 'minute' || row['text'] !== '')
			.map((row) =>
				JSON.stringify(
					Object.entries(row)
						.filter(([column]) => !['workspace_id', ...left].includes(column))
						.map(([column, value]) => [column, tell(value)])
						.sort()
				)
			)
			.sort()
	}
	return found
}

test('what the tables of the directory hold comes in again, column by column', async () => {
	const made = await aLivedIn()
	const empty = await anEmptyWorkspace()
	await brought(empty, 'xlsx', await exported(await made.as('administrator'), 'xlsx'))
	const [there, here] = [await told(made, LEFT), await told(empty.made, LEFT)]
	for (const table of Object.keys(LEFT)) {
		expect(there[table]?.length, table).toBeGreaterThan(0)
		expect(here[table], table).toEqual(there[table])
	}
})

test('what the tables of deliberation hold comes in again, column by column', async () => {
	const prepared = await prepare()
	const demonstration = await aDemonstration('zwe')
	const filled = new Set<string>()
	for (const { made, acting } of [
		{ made: prepared, acting: await prepared.as('administrator') },
		{ made: demonstration.made, acting: demonstration }
	]) {
		const empty = await anEmptyWorkspace()
		await brought(empty, 'csv', await exported(acting, 'csv'))
		const [there, here] = [await told(made, DELIBERATION), await told(empty.made, DELIBERATION)]
		for (const table of Object.keys(DELIBERATION)) {
			expect(here[table], table).toEqual(there[table])
			if (there[table]?.length) filled.add(table)
		}
	}
	expect([...filled].sort()).toEqual(Object.keys(DELIBERATION).sort())
})

test('what the tables of instruments, laws and policies hold comes in again, column by column', async () => {
	const prepared = await prepare()
	const demonstration = await aDemonstration('zwe')
	const filled = new Set<string>()
	for (const { made, acting } of [
		{ made: prepared, acting: await prepared.as('administrator') },
		{ made: demonstration.made, acting: demonstration }
	]) {
		const empty = await anEmptyWorkspace()
		await brought(empty, 'csv', await exported(acting, 'csv'))
		const [there, here] = [await told(made, INSTRUMENTS), await told(empty.made, INSTRUMENTS)]
		for (const table of Object.keys(INSTRUMENTS)) {
			expect(here[table], table).toEqual(there[table])
			if (there[table]?.length) filled.add(table)
		}
	}
	expect([...filled].sort()).toEqual(Object.keys(INSTRUMENTS).sort())
})

test('every table that a record’s facts stand in is carried, or said not to be', async () => {
	const made = await aLivedIn()
	// What is worked out of the rest is worked out anew.
	const workedOut = /^(record_search|tally|deliberation_tally|counter)$/
	// Papers, talk, history, people and the workspace itself travel by a backup; so does what two administrators are about to decide.
	const byBackup = [
		/^(file|document|comment|enforcement_removal)$/,
		/^(event|chain_head|access_log|once_key|integrity)/,
		/^(seat|token|person_seat|invitation|session|provisioned)/,
		/^(job|mail|workspace)/,
		// Registers and their entries travel in a file of their own: `register.exportAll`.
		/^(register|entry)(?!_(draft|upgrade|replaced|answer)$)/,
		// Of these that file holds nothing: what nobody has declared yet, a release still to be taken or declined here, what steps took
		// out of entries of this workspace, and which answer of a tool for surveys an entry came from.
		/^(register_draft|register_upgrade|entry_replaced|entry_answer)$/,
		// Editions of reports stay with the workspace that made them: their numbers, moments and hands are its own. A backup takes all of it along.
		/^report_(template|edition|issue|recipient)/,
		// What strangers sent and nobody has yet made an entry of is sealed with this installation's secret; whether a form is open is said anew.
		/^(public_form|submission)/,
		// Devices are let in one by one, and what they brought waits for the seat that holds them.
		/^(capture_device|field_capture)$/,
		// What somebody put on a home page.
		/^home_figure$/,
		// Texts read from files, and what a person said of a suggestion; what was set aside or confirmed does travel, without who did it.
		/^(instrument_text|overlap_verdict|mainstreaming_passage)$/,
		/^(agenda_paper|minute_draft|meeting_standing|meeting_paper|calendar_feed|reminder_preference|secretariat_report_edition)$/
	]
	const tables = await ownerRows(
		made,
		`select distinct table_name as name from information_schema.columns where table_schema = 'public' and column_name = 'workspace_id'`
	)
	const names = tables.map((row) => z.object({ name: z.string() }).parse(row).name)
	expect(
		names.filter(
			(name) =>
				!(name in LEFT) &&
				!(name in DELIBERATION) &&
				!(name in INSTRUMENTS) &&
				!workedOut.test(name) &&
				!byBackup.some((left) => left.test(name))
		)
	).toEqual([])
})
