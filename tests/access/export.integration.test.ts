import fc from 'fast-check'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { registry } from '#areas'
import { sheetOfKind } from '#platform/exchange/sheet.ts'
import type { Kind } from '#platform/operation/registry.server.ts'
import { isRefusal } from '#platform/operation/refusal.ts'
import { listMandates } from '#modules/directory/mandate-queries.ts'
import { listMemberships, listNominations } from '#modules/directory/membership-queries.ts'
import { getStructure } from '#modules/directory/structure-queries.ts'
import { getTheme } from '#modules/directory/theme-queries.ts'
import { listLinks } from '#platform/records/record-operations.ts'
import { exported } from '../fixtures/exchange.ts'
import { aLivedIn } from '../fixtures/lived-in.ts'
import { aWorkspace, type Acting, type TestWorkspace } from '../fixtures/workspace.ts'
import { recordsOf } from './by-name.ts'
import { changeRecord, everySeat, makeRecords, plans } from './drawn-records.ts'
import { prepare } from './prepared.ts'

type Cells = Readonly<Record<string, unknown>>
const Exported = z.object({ sheets: z.record(z.string(), z.array(z.record(z.string(), z.unknown()))) })

/** The rows of a seat's export by sheet. */
async function rowsFor(acting: Acting): Promise<(sheet: string) => readonly Cells[]> {
	const { sheets } = Exported.parse(JSON.parse(Buffer.from(await exported(acting, 'json')).toString('utf8')))
	return (sheet) => sheets[sheet] ?? []
}

const OF_REGISTERS = ['register', 'entry', 'entry-part']
// What is not declared yet, and the reports a workspace made: their numbers, moments and hands are its own. A backup takes them along.
const BY_BACKUP = ['register-draft', 'report-template', 'report-edition']
const Page = z.object({ items: z.array(z.looseObject({ reference: z.string() })), next: z.string().nullable() })

async function listed(acting: Acting, kind: Kind): Promise<string[]> {
	const keys: string[] = []
	let after: string | null = null
	do {
		const input: object = {
			filter: { state: ['active', 'withdrawn'] },
			limit: 100,
			...(after === null ? {} : { after })
		}
		const page = Page.parse(await acting.askRaw(kind.list, input))
		keys.push(...page.items.map((item) => item.reference))
		after = page.next
	} while (after !== null)
	return keys.sort()
}

const joined = (...parts: unknown[]) =>
	parts.map((part) => (typeof part === 'string' || typeof part === 'number' ? String(part) : '')).join(' | ')
const text = (cells: Cells, ...columns: string[]) => joined(...columns.map((column) => cells[column]))

/** What an export of the seat holds is what its lists and pages show, and the other way round. */
async function compare(acting: Acting) {
	const rows = await rowsFor(acting)
	const seen = new Map<string, string[]>()
	for (const kind of registry.kinds) {
		const keys = await listed(acting, kind)
		seen.set(kind.name, keys)
		// Each register has a file of its own: src/modules/registers/hidden.integration.test.ts compares those.
		if ([...OF_REGISTERS, ...BY_BACKUP].includes(kind.name)) continue
		expect(
			rows(sheetOfKind(kind.name)).map((row) => row['key'] ?? row['number']),
			kind.name
		).toEqual(keys)
	}
	const structures = seen.get('structure') ?? []
	const actors = seen.get('actor') ?? []
	const memberships: string[] = []
	const nominations: string[] = []
	const mandates: string[] = []
	const themes: string[] = []
	const statuses: string[] = []
	for (const structure of structures) {
		for (const actor of actors) {
			const { items } = await acting.ask(listMemberships, { filter: { structure, actor }, limit: 100 })
			memberships.push(...items.map((one) => joined(structure, actor, one.from, one.to, one.kind, one.reason)))
		}
		const named = await acting.ask(listNominations, { structure })
		nominations.push(
			...named.items.map((one) => joined(structure, one.capacity, one.office, one.from, one.to, one.email))
		)
		for (const state of ['active', 'withdrawn'] as const) {
			const { items } = await acting.ask(listMandates, { filter: { structure, state: [state] }, limit: 100 })
			mandates.push(
				...items.map((one) =>
					joined(structure, one.position, one.text, one.function?.reference, one.area?.reference, state)
				)
			)
		}
		const page = await acting.ask(getStructure, { structure })
		themes.push(...page.areas.map((area) => joined(structure, area.reference)))
		statuses.push(...page.statusHistory.map((one) => joined(structure, one.status, one.day, one.reason)))
	}
	const same = (sheet: string, shown: readonly string[], ...columns: string[]) =>
		expect(
			rows(sheet)
				.map((row) => text(row, ...columns))
				.sort(),
			sheet
		).toEqual(shown.toSorted())
	same('membership', memberships, 'structure', 'actor', 'from', 'to', 'kind', 'reason')
	same('nomination', nominations, 'structure', 'capacity', 'office', 'from', 'to', 'email')
	same('mandate', mandates, 'structure', 'position', 'text', 'function', 'area', 'state')
	same('structure_area', themes, 'structure', 'area')
	same('structure_status', statuses, 'structure', 'status', 'day', 'reason')
	const leads: string[] = []
	for (const area of seen.get('area') ?? []) {
		const page = await acting.ask(getTheme, { area })
		leads.push(...page.leadItems.map((lead) => joined(area, lead.actor.reference, lead.from, lead.to)))
	}
	// A withdrawn actor's leads are on its own page alone; the area's page shows those of actors that are there.
	const there = new Set(
		rows('actor')
			.filter((row) => row['state'] === 'active')
			.map((row) => row['key'])
	)
	expect(
		rows('area_lead')
			.filter((row) => there.has(row['actor']))
			.map((row) => text(row, 'area', 'actor', 'from', 'to'))
			.sort()
	).toEqual(leads.sort())
	await compareLinks(acting, rows, seen)
	for (const row of rows('merged')) {
		const found = z
			.looseObject({ reference: z.string() })
			.parse(await acting.askRaw(kindOf(row['kind']).get, kindOf(row['kind']).getInput(String(row['key']))))
		expect(seen.get(String(row['kind']))).toContain(found.reference)
	}
}

function kindOf(name: unknown): Kind {
	const kind = registry.kind(String(name))
	if (!kind) throw new Error(`no kind ${String(name)}`)
	return kind
}

async function compareLinks(
	acting: Acting,
	rows: (sheet: string) => readonly Cells[],
	seen: ReadonlyMap<string, readonly string[]>
) {
	const shown = new Set<string>()
	for (const [kind, keys] of seen)
		for (const record of keys)
			for (const link of (await acting.ask(listLinks, { record, kind })).items) {
				const [own, other] = [joined(kind, record), joined(link.record.kind, link.record.reference)]
				shown.add(link.direction === 'out' ? joined(own, link.type, other) : joined(other, link.type, own))
			}
	const written = [
		...rows('link').map((row) => text(row, 'record_kind', 'record', 'type', 'other_kind', 'other')),
		...rows('crosswalk').map((row) => joined('area', row['area'], row['relation'], 'area', row['other_area']))
	]
	expect(written.sort()).toEqual([...shown].sort())
}

async function compareAll(made: TestWorkspace) {
	for (const [key, acting] of await everySeat(made))
		await compare(acting).catch((error: unknown) => {
			throw new Error(`as ${key}`, { cause: error })
		})
}

test('each seat exports exactly what its lists and pages show', { timeout: 300_000 }, async () => {
	await compareAll(await prepare())
})

test('so it does in a workspace that was worked in for years', { timeout: 300_000 }, async () => {
	await compareAll(await aLivedIn())
})

test('and whatever records there are, and however their audience is changed', { timeout: 300_000 }, async () => {
	await fc.assert(
		fc.asyncProperty(plans(registry.kinds.map((kind) => kind.name)), async (plan) => {
			const made = await aWorkspace()
			const drawn = await makeRecords(made, plan)
			const administrator = await made.as('administrator')
			for (const { record, audience } of plan.changes)
				await changeRecord(made, administrator, drawn.ids[record] ?? '', 'record.setAudience', {
					audience,
					reason: 'drawn'
				}).catch((error: unknown) => {
					if (!isRefusal(error, 'conflict') && !isRefusal(error, 'invalid')) throw error
				})
			await compareAll(made)
		}),
		{ numRuns: 2, endOnFailure: true }
	)
})

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i

test('no export names an identifier, a version, a moment, a seat or anything hidden from who asks', async () => {
	const prepared = await prepare()
	const ids = (await recordsOf(prepared)).map((record) => record.id)
	for (const [key, acting] of await everySeat(prepared)) {
		const bytes = Buffer.from(await exported(acting, 'json')).toString('utf8')
		expect(bytes).not.toMatch(UUID)
		expect(bytes).not.toMatch(/\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/)
		expect(bytes).not.toContain(prepared.workspace.key)
		expect(bytes).not.toContain('Office of ')
		expect(ids.some((id) => bytes.includes(id))).toBe(false)
		if (['public', 'observer', 'outsider'].includes(key))
			for (const word of prepared.hidden.words) expect(bytes, `${word} as ${key}`).not.toContain(word)
		if (key === 'public') expect(bytes).not.toContain('desk@committee.test')
	}
})
