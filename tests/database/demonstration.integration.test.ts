import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, inject, test } from 'vitest'
import { z } from 'zod'
import { registry } from '#areas'
import { listObligations } from '#modules/instruments/instrument/obligation-queries.ts'
import { statusAt } from '#modules/instruments/instrument/status-queries.ts'
import { readReference } from '#modules/directory/reference-folder.ts'
import { changedAmong } from '#modules/deliberation/recommendation/chain-stations.ts'
import { getRecommendation } from '#modules/deliberation/recommendation/recommendation-page.ts'
import { listLinks } from '#platform/records/record-operations.ts'
import { demonstrationSeats, getReferenceWorkspace } from '#modules/directory/reference-workspaces.ts'
import { HELD } from '#modules/deliberation/cadence/held-meetings.server.ts'
import { getRhythm } from '#modules/deliberation/cadence/rhythm-queries.ts'
import { getWrittenProcedure, listWrittenProcedures } from '#modules/deliberation/decision/procedure-queries.ts'
import { getMeeting, listMeetings } from '#modules/deliberation/meeting/meeting-queries.ts'
import { getActor } from '#modules/directory/actor-queries.ts'
import { mapStructures } from '#modules/directory/structure-board-queries.ts'
import { getStructure } from '#modules/directory/structure-queries.ts'
import { themeMatrix } from '#modules/directory/theme-matrix.ts'
import { getTheme } from '#modules/directory/theme-queries.ts'
import { findSeat, findWorkspace, listWorkspaces } from '#platform/access/find-seat.server.ts'
import { publicSeat, type Seat } from '#platform/access/seat.ts'
import { openDatabase } from '#platform/database/database.server.ts'
import { verifyHistory } from '#platform/events/verify.server.ts'
import { ask, run, type Opening } from '#platform/operation/perform.server.ts'
import { command, nothing, type Query } from '#platform/operation/operation.server.ts'
import { asTables, importSheets } from '#platform/exchange/import-sheets.server.ts'
import type { Opened } from '#platform/settings/open.server.ts'
import { readSettings } from '#platform/settings/settings.ts'
import { loadDemonstration, REFERENCE_FOLDER } from '../../src/cli/demonstration.ts'
import { inventedTables, joinTables, referenceTables } from '../../src/cli/workspace-tables.ts'
import { SECRET } from '../fixtures/workspace.ts'
import { onServer, TEMPLATE } from '../setup/template.ts'

const KEYS = ['zwe', 'lso', 'sadc']
const startingAt = (column: string, ...kinds: string[]) =>
	`where exists (select from record r where r.workspace_id = workspace_id and r.id = ${column} and r.kind in ('${kinds.join(`', '`)}'))`
const SHEETS = {
	actor: `record where kind = 'actor'`,
	structure: `record where kind = 'structure'`,
	framework: `record where kind = 'framework'`,
	area: `record where kind = 'area'`,
	membership: 'membership where true',
	nomination: 'nomination where true',
	mandate: 'mandate where true',
	crosswalk: `link ${startingAt('from_id', 'area')}`,
	link: `link ${startingAt('from_id', 'recommendation', 'policy')}`,
	area_lead: 'area_lead where true',
	structure_area: `record_theme ${startingAt('record_id', 'structure')}`,
	recommendation: `record where kind = 'recommendation'`,
	meeting: `record where kind = 'meeting'`,
	agenda_item: `record where kind = 'agenda-item'`,
	attendance: 'attendance where true',
	minute: 'minute where true',
	decision: `record where kind = 'decision'`,
	written_procedure: `record where kind = 'written-procedure'`,
	recommendation_hop: 'recommendation_hop where true',
	action: `record where kind = 'action'`,
	action_report: 'action_report where true',
	secretariat_report: `record where kind = 'secretariat-report'`,
	instrument: `record where kind = 'instrument'`,
	instrument_status: 'instrument_status where true',
	obligation: `record where kind = 'obligation'`,
	reporting_duty: 'reporting_duty where true',
	policy: `record where kind = 'policy'`,
	policy_stage: 'policy_stage where true',
	judgement: 'judgement where true',
	treaty_report: `record where kind = 'treaty-report'`,
	road_map_step: 'road_map_step where true',
	harmonization: `record where kind = 'harmonization'`,
	harmonization_relation: 'harmonization_relation where true',
	harmonization_actor: 'harmonization_actor where true',
	agreement: `record where kind = 'agreement'`,
	agreement_party: 'agreement_party where true',
	agreement_provision: 'agreement_provision where true'
}

let opened: Opened
const said: string[] = []

beforeAll(async () => {
	const connection = { ...inject('database'), database: `pitso_demonstration_${String(process.pid)}` }
	await onServer(
		inject('database'),
		`drop database if exists ${connection.database}`,
		`create database ${connection.database} template ${TEMPLATE}`
	)
	const dataFolder = await mkdtemp(join(tmpdir(), 'pitso-demonstration-'))
	const { owner } = openDatabase({ ...inject('superuser'), database: connection.database, most: 2 })
	const database = { ...openDatabase({ ...connection, most: 4 }), owner }
	opened = {
		settings: readSettings({ PITSO_DATA: dataFolder }),
		connection,
		database,
		secret: SECRET,
		filesFolder: join(dataFolder, 'files'),
		close: () => database.close()
	}
	await loadDemonstration(opened, (code) => void said.push(code))
}, 300_000)

async function openingIn(key: string, seatKey?: string): Promise<Opening> {
	const workspace = await findWorkspace(opened.database, key)
	if (!workspace) throw new Error(`no workspace ${key}`)
	const now = new Date('2026-03-02T09:00:00Z')
	const seat: Seat | undefined =
		seatKey === undefined ? publicSeat : await findSeat(opened.database, workspace, seatKey, now)
	if (!seat) throw new Error(`no seat ${seatKey ?? ''} in ${key}`)
	const { database, secret, filesFolder } = opened
	return { database, registry, workspace, seat, now, via: 'api', secret, filesFolder, address: null }
}

async function asked<Input, Result>(key: string, query: Query<Input, Result>, input: NoInfer<Input>, seat?: string) {
	return ask(await openingIn(key, seat), query, input)
}

const Count = z.object({ many: z.number() })
async function countIn(key: string, table: string): Promise<number> {
	const { workspace } = await openingIn(key)
	const { rows } = await opened.database.owner.executeQuery<unknown>({
		sql: `select count(*)::int as many from ${table} and workspace_id = $1`,
		parameters: [workspace.id],
		query: { kind: 'RawNode', sqlFragments: [], parameters: [] },
		queryId: { queryId: `count ${table}` }
	})
	return Count.parse(rows[0]).many
}

test('the demonstration brings in Zimbabwe, Lesotho and the regional dialogue', async () => {
	expect(said).toEqual(['loading', 'loaded', 'loading', 'loaded', 'loading', 'loaded'])
	expect((await listWorkspaces(opened.database)).map((workspace) => workspace.key)).toEqual(['lso', 'sadc', 'zwe'])
	for (const key of KEYS)
		expect(await findWorkspace(opened.database, key)).toMatchObject({
			isDemonstration: true,
			secretariatActorId: expect.any(String),
			defaultFrameworkId: expect.any(String)
		})
})

test.each(KEYS)(
	'every row of the sheets of %s arrived, and a second import of them finds nothing to do',
	async (key) => {
		const reference = await readReference(REFERENCE_FOLDER)
		const tables = joinTables(referenceTables(reference, key), await inventedTables(REFERENCE_FOLDER, key))
		for (const [sheet, table] of Object.entries(SHEETS)) {
			const rows = Object.entries(tables).find(([name]) => name === sheet)?.[1].rows.length
			expect(await countIn(key, table), sheet).toBe(rows ?? 0)
		}
		expect(await countIn(key, 'seat where true')).toBe(demonstrationSeats(reference.maps, key).length)
		const again = command({
			name: 'workspace.import',
			input: z.strictObject({}),
			output: z.array(z.looseObject({ sheet: z.string(), added: z.int(), changed: z.int() })),
			about: nothing,
			allow: () => true,
			run: (here) => importSheets(here, asTables(tables), { isCheck: true })
		})
		for (const count of await run(await openingIn(key, 'administrator'), again, {}))
			expect(count, count.sheet).toMatchObject({ added: 0, changed: 0 })
	}
)

test.each(KEYS)(
	'every seat of %s opens, its secretariat and its framework are there, and its history is whole',
	async (key) => {
		const { maps } = await readReference(REFERENCE_FOLDER)
		const plan = getReferenceWorkspace(maps, key)
		for (const { seat } of demonstrationSeats(maps, key)) expect((await openingIn(key, seat)).seat.key).toBe(seat)
		expect((await asked(key, getActor, { actor: plan.secretariat_actor })).origin).toBe('reference')
		expect((await asked(key, themeMatrix, {})).framework.reference).toBe(plan.default_framework)
		const { workspace } = await openingIn(key)
		const found = await verifyHistory(opened.database, workspace, {
			dataFolder: opened.settings.dataFolder,
			secret: SECRET
		})
		expect(found.faults).toEqual([])
		expect(found.events).toBeGreaterThan(50)
	}
)

// Table 2 of the Zimbabwean needs assessment, as it was printed.
const TABLE_2 = {
	'labour-migration': 'mopslsw',
	'border-management': 'moha',
	'irregular-migration': 'moha',
	'forced-displacement': 'mopslsw',
	'internal-migration': 'moha',
	'migration-data': 'zimstat',
	'migration-and-development': 'momepip',
	'inter-state-and-interregional-cooperation': 'mofa',
	'migration-poverty-and-conflict': 'mopslsw',
	'migration-and-health': 'mohcc',
	'migration-and-environment': 'moenv',
	'migration-and-trade': 'motc',
	'migration-and-gender': 'mowagcd',
	'migration-children-adolescent-and-youth': 'moydiee'
}

test('the leads of Table 2 of the Zimbabwean assessment stand in the matrix, each with its source', async () => {
	const matrix = await asked('zwe', themeMatrix, {})
	const keys = new Map([...matrix.areas, ...matrix.actors].map((one) => [one.id, one.reference]))
	const told = matrix.leads.map((lead) => [keys.get(lead.area), keys.get(lead.actor)])
	const printed = Object.entries(TABLE_2).map(([area, actor]) => [`zwe-table-2-${area}`, `zwe-${actor}`])
	expect(told.sort()).toEqual(printed.sort())
	for (const [area = ''] of printed) {
		const theme = await asked('zwe', getTheme, { area })
		expect(theme.leadItems, area).toMatchObject([{ origin: 'reference', held: 'yes' }])
		expect(theme.leadItems[0]?.source, area).toContain('Table 2')
	}
})

test('in Zimbabwe the oversight committee stands above the inter-ministerial one', async () => {
	const map = await asked('zwe', mapStructures, {})
	const of = (acronym: string) => map.structures.find((structure) => structure.acronym === acronym)
	expect(of('IMCM')?.parent?.acronym).toBe('SPRC')
	expect(of('SPRC')?.parent).toBeNull()
	const page = await asked('zwe', getStructure, { structure: of('IMCM')?.reference ?? '' })
	expect(page.ancestors.map((one) => one.acronym)).toEqual(['SPRC'])
	expect(page.memberships.length).toBeGreaterThan(5)
})

test.each(KEYS)('the written procedures of %s keep the rules of procedure of the day they were opened', async (key) => {
	const { items } = await asked(key, listWrittenProcedures, { limit: 200 }, 'administrator')
	expect(items.length).toBeGreaterThan(0)
	for (const { reference, openedDay, structure } of items) {
		const page = await asked(key, getWrittenProcedure, { writtenProcedure: reference }, 'administrator')
		const { versions } = await asked(key, getRhythm, { structure: structure?.reference ?? '' }, 'administrator')
		const rules = versions.find(({ from, to }) => (from ?? '') <= openedDay && openedDay <= (to ?? openedDay))
		const { entitled, quorum, because, outcome } = page.ballot
		expect({ reference, silence: page.silence, hasQuorum: quorum !== null }).toEqual({
			reference,
			silence: rules?.silence ?? 'no-answer',
			hasQuorum: (rules?.quorum ?? 'none') !== 'none'
		})
		expect([reference, entitled > 0]).toEqual([reference, true])
		expect([reference, outcome]).toEqual([
			reference,
			because === 'carried' || because === 'unanimous' ? 'adopted' : 'not-adopted'
		])
	}
})

test.each(KEYS)(
	'of every meeting held in %s it is recorded who came, and numbers stand in years that have begun',
	async (key) => {
		const { items } = await asked(key, listMeetings, { filter: { status: [...HELD] }, limit: 200 }, 'administrator')
		expect(items.length).toBeGreaterThan(0)
		for (const { reference, day } of items) {
			const { attendance, quorum, isQuorate, adoptedIn } = await asked(
				key,
				getMeeting,
				{ meeting: reference },
				'administrator'
			)
			const open = attendance.filter(({ state }) => state === 'expected' || state === 'coming')
			expect([reference, open.map(({ actor }) => actor.reference)]).toEqual([reference, []])
			// Who sits at the table as a member is one: of others it is said as what they came.
			const seated = attendance.filter(({ capacity }) => capacity === 'member' || capacity === 'alternate')
			expect([reference, seated.every(({ counts, isCoOpted }) => counts || isCoOpted)]).toEqual([reference, true])
			const present = seated.filter(({ state, counts }) => counts && state === 'present')
			expect([reference, quorum.present]).toEqual([reference, present.length])
			expect([reference, quorum.members > 0]).toEqual([reference, true])
			if (quorum.required !== null && isQuorate !== null)
				expect([reference, isQuorate]).toEqual([reference, quorum.present >= quorum.required])
			if (adoptedIn?.kind === 'meeting') {
				const { agenda } = await asked(key, getMeeting, { meeting: adoptedIn.reference }, 'administrator')
				expect([reference, agenda.some(({ agendaKind }) => agendaKind === 'minutes')]).toEqual([reference, true])
			}
			// A number is given when a meeting is planned, so never in a year after that of the meeting.
			expect([reference, Number(reference.split('-')[2]) <= Number(day.slice(0, 4))]).toEqual([reference, true])
		}
	}
)

test('what climbed from the border forum to the senior committee came back as actions, and says what it changed', async () => {
	const recommendation = 'ZWE-REC-2025-101'
	const page = await asked('zwe', getRecommendation, { recommendation }, 'secretariat')
	expect(page.hops.map(({ to }) => to?.reference)).toEqual(['zwe-imcm', 'zwe-sprc'])
	expect(page.hops.every(({ isPlaced }) => isPlaced)).toBe(true)
	expect(new Set(page.actions.map(({ status }) => status)).size).toBeGreaterThan(2)
	expect(page.answered).toMatchObject({ by: { reference: 'zwe-sprc' }, day: '2026-01-22', days: 37 })
	const links = await asked('zwe', listLinks, { record: recommendation, kind: 'recommendation' }, 'secretariat')
	const changed = changedAmong(links.items)
	expect(new Set(changed.map(({ record }) => record.kind))).toEqual(
		new Set(['decision', 'structure', 'actor', 'area', 'policy'])
	)
	expect(changed.every(({ origin }) => origin === 'invented')).toBe(true)
})

test('what the sources recommend stands in the year of its source', async () => {
	const first = await asked('zwe', getRecommendation, { recommendation: 'ZWE-REC-2018-001' })
	expect(first).toMatchObject({ origin: 'reference', year: 2018, status: 'proposed' })
})

test('what the sources say of treaties and laws stands with its source, and what is from memory says so', async () => {
	const standing = async (key: string, instrument: string, day: string) =>
		(await asked(key, statusAt, { instrument, day })).standing
	expect(await standing('zwe', 'un-tip-protocol', '2012-12-31')).toBe('not-ratified')
	expect(await standing('zwe', 'un-tip-protocol', '2013-06-01')).toBe('not-known')
	expect(await standing('zwe', 'un-tip-protocol', '2014-02-01')).toBe('in-force')
	expect(await standing('zwe', 'ilo-c189', '2017-12-31')).toBe('not-known')
	expect(await standing('zwe', 'ilo-c189', '2018-01-01')).toBe('not-ratified')
	expect(await standing('lso', 'icrmw', '2006-06-01')).toBe('in-force')
	const { items } = await asked('zwe', listObligations, { filter: { instrument: 'kampala-convention' }, limit: 1 })
	expect(items[0]).toMatchObject({ article: 'Article 3(1)(a)', origin: 'reference', note: 'from memory, unchecked' })
})

test('loaded a second time the demonstration does nothing', async () => {
	said.length = 0
	const before = await Promise.all(KEYS.map((key) => countIn(key, 'event where true')))
	await loadDemonstration(opened, (code) => void said.push(code))
	expect(said).toEqual([])
	expect(await Promise.all(KEYS.map((key) => countIn(key, 'event where true')))).toEqual(before)
	await opened.close()
})
