import { z } from 'zod'
import { registry } from '#areas'
import { declareIn } from '#modules/registers/declare-register.server.ts'
import { settle } from '#modules/registers/entry/keep-entry.server.ts'
import type { Value } from '#modules/registers/entry/values.ts'
import { whileAdding } from '#modules/registers/exchange/add-entries.server.ts'
import type { PlannedEntry } from '#modules/registers/exchange/plan-entries.server.ts'
import { getRegister, type Register } from '#modules/registers/registers.server.ts'
import { makeSeat } from '#platform/access/seat.ts'
import type { Workspace } from '#platform/access/workspace.ts'
import type { Database } from '#platform/database/database.server.ts'
import { command, nothing, type Writing } from '#platform/operation/operation.server.ts'
import { run } from '#platform/operation/perform.server.ts'

/** How many registers a workspace keeps, how long the first is, and how long each of the others. */
export type RegistersShape = { registers: number; entries: number; others: number }

const NIL = '00000000-0000-0000-0000-000000000000'
const KINDS = ['water', 'school', 'clinic', 'road', 'income', 'culture', 'training', 'housing']
const STAGES = ['idea', 'agreed', 'running', 'closing', 'closed']
const COUNTRIES = ['ZWE', 'LSO', 'ZAF', 'BWA', 'MOZ', 'ZMB', 'MWI', 'GBR']
const FIELDS = 40
// So many come in by one command, as a large import does.
const AT_ONCE = 20_000

const names = (en: string) => ({ en })
const codes = (keys: readonly string[]) => keys.map((key) => ({ key, names: names(key) }))

/** The key of a register of the bench. */
export const registerKey = (index: number) => `bench-${String(index)}`

/** The register whose entries all read alike: its forty fields have no readers of their own. */
export const ALIKE = 3

/** The register of the bench that strangers send forms to. */
export const FORM_KEY = 'bench-form'

const FORM = JSON.stringify({
	register: FORM_KEY,
	version: 1,
	code: 'FRM',
	names: { en: { one: 'Concern', many: 'Concerns' } },
	about: names('What is measured'),
	title: 'subject',
	seen: ['keepers'],
	added: ['keepers'],
	changed: ['keepers'],
	groups: [{ key: 'keepers', names: names('Keepers'), roles: ['administrator', 'secretariat'] }],
	fields: [
		{ key: 'subject', type: 'text', required: true, names: names('Subject') },
		{ key: 'text', type: 'long-text', names: names('Text') },
		{ key: 'country', type: 'country', filtered: true, names: names('Country') },
		{ key: 'telephone', type: 'telephone', names: names('Telephone') }
	],
	states: [
		{ key: 'noted', names: names('Noted') },
		{ key: 'answered', end: true, names: names('Answered') }
	],
	moves: [{ key: 'answer', names: names('Answer'), from: ['noted'], to: 'answered', by: ['keepers'] }],
	public_form: {
		title: names('Raise a concern'),
		introduction: names('What is measured'),
		thanks: names('Thank you'),
		asks: ['subject', 'text', 'country', 'telephone'],
		reviewed_by: ['keepers'],
		open: true,
		an_hour: 20_000,
		most_waiting: 50_000
	}
})

/** Forty fields of all sorts, ten of which lists are filtered by; in all registers but one, one is for the secretariat alone. */
function declarationOf(index: number) {
	const told = [
		{ key: 'name', type: 'text', required: true },
		{ key: 'kind', type: 'one-of', codes: { list: 'kind' }, filtered: true },
		{ key: 'stage', type: 'one-of', codes: { list: 'stage' }, filtered: true },
		{ key: 'country', type: 'country', filtered: true },
		{ key: 'begins', type: 'date', filtered: true },
		{ key: 'ends', type: 'date', filtered: true },
		{ key: 'cost', type: 'money', currency: 'USD', filtered: true },
		{ key: 'people', type: 'whole-number', filtered: true },
		{ key: 'urgent', type: 'yes-no', filtered: true },
		{ key: 'carrier', type: 'actor', filtered: true },
		{ key: 'per_head', type: 'formula', formula: 'cost / people', digits: 2, filtered: true },
		{ key: 'judgement', type: 'long-text', ...(index === ALIKE ? {} : { seen: 'keepers' }) }
	]
	const plain = Array.from({ length: FIELDS - told.length }, (_one, at) => ({
		key: `fact_${String(at)}`,
		type: ['text', 'whole-number', 'date', 'yes-no'][at % 4] ?? 'text'
	}))
	return JSON.stringify({
		register: registerKey(index),
		version: 1,
		code: `B${String.fromCharCode(65 + (index % 26))}${String.fromCharCode(65 + Math.floor(index / 26))}`,
		names: { en: { one: `Project ${String(index)}`, many: `Projects ${String(index)}` } },
		about: names('What is measured'),
		title: 'name',
		added: ['keepers'],
		changed: ['keepers'],
		lists: [
			{ key: 'kind', names: names('Kind'), codes: codes(KINDS) },
			{ key: 'stage', names: names('Stage'), codes: codes(STAGES) }
		],
		groups: [{ key: 'keepers', names: names('Secretariat'), roles: ['administrator', 'secretariat'] }],
		fields: [...told, ...plain].map((field) => ({ ...field, names: names(field.key.replaceAll('_', ' ')) })),
		states: [
			{ key: 'open', names: names('Open') },
			{ key: 'held', names: names('Held up') },
			{ key: 'done', end: true, names: names('Done') }
		],
		moves: [
			{ key: 'hold', names: names('Hold up'), from: ['open'], to: 'held', by: ['keepers'] },
			{ key: 'finish', names: names('Finish'), from: ['open', 'held'], to: 'done', by: ['keepers'] }
		],
		views: [
			{ key: 'board', shows: 'board', names: names('Board') },
			{ key: 'map', shows: 'map', place: 'country', names: names('Map') }
		],
		headlines: [
			{ key: 'open', names: names('Open'), where: { state: ['open'] } },
			{ key: 'people', names: names('People reached'), sum: 'people' }
		],
		charts: [
			{ key: 'by-kind', names: names('By kind'), by: 'kind' },
			{ key: 'by-year', names: names('By year'), by: 'begins', span: 'year' }
		]
	})
}

// Told apart without chance, so that two runs measure the same rows; mixed to the last bit (as MurmurHash3 ends), or two fields of eight
// values each would go together, and a list narrowed by both be empty.
function scatter(number: number, salt: number) {
	const first = Math.imul(number + salt * 7_919_003, 2_654_435_761)
	const second = Math.imul(first ^ (first >>> 16), 2_246_822_507)
	const third = Math.imul(second ^ (second >>> 13), 3_266_489_909)
	return (third ^ (third >>> 16)) >>> 0
}
const pick = <T>(values: readonly T[], number: number, salt: number): T | undefined =>
	values[scatter(number, salt) % values.length]
const day = (number: number, salt: number) => {
	const at = scatter(number, salt)
	const text = (value: number) => String(value).padStart(2, '0')
	return `20${text(16 + (at % 11))}-${text(1 + (at % 12))}-${text(1 + (at % 28))}`
}

function valuesOf(number: number, actors: readonly string[]): Record<string, Value> {
	const facts = Array.from({ length: FIELDS - 12 }, (_one, at): [string, Value] => [
		`fact_${String(at)}`,
		[
			`Note ${String(scatter(number, at) % 5_000)} on what was found`,
			String(scatter(number, at) % 10_000),
			day(number, at),
			scatter(number, at) % 2 === 0
		][at % 4] ?? ''
	])
	return {
		name: `Project for ${pick(KINDS, number, 1) ?? ''} in ward ${String(scatter(number, 2) % 2_000)}`,
		kind: pick(KINDS, number, 1) ?? '',
		stage: pick(STAGES, number, 3) ?? '',
		country: pick(COUNTRIES, number, 4) ?? '',
		begins: day(number, 5),
		ends: day(number, 6),
		cost: { amount: String(1_000 + (scatter(number, 7) % 90_000)), currency: 'USD' },
		people: String(1 + (scatter(number, 8) % 3_000)),
		urgent: scatter(number, 9) % 5 === 0,
		carrier: pick(actors, number, 10) ?? '',
		judgement: `Judged ${String(scatter(number, 11) % 100)}.`,
		...Object.fromEntries(facts)
	}
}

/** The same rows as a file of entries, in which actors stand by their keys; from the number on, so that they are others than those that are there. */
export function* csvOfEntries(from: number, rows: number, actors: readonly string[]): Generator<string> {
	const cell = (value: Value) => {
		if (typeof value === 'boolean') return value ? 'yes' : 'no'
		if (typeof value === 'string') return value
		return 'amount' in value ? value.amount : ''
	}
	yield `${Object.keys(valuesOf(0, actors)).join(',')}\n`
	for (let row = 0; row < rows; row++)
		yield `${Object.values(valuesOf(from + row, actors))
			.map(cell)
			.join(',')}\n`
}

function planned(register: Register, number: number, actors: readonly string[], today: string): PlannedEntry {
	const values = settle(register.compiled, { fields: valuesOf(number, actors), tables: {} }, today)
	const state = pick(['open', 'held', 'done'], number, 12) ?? 'open'
	return {
		sheet: 'entries',
		row: 0,
		number: '',
		existing: null,
		id: undefined,
		life: undefined,
		given: {},
		tables: {},
		values,
		state,
		changes: []
	}
}

type At = { database: Database; workspace: Workspace; filesFolder: string; secret: Buffer }

/** Declares the registers of a workspace and fills them as large imports would: history, search and figures are all there. */
export async function fillRegisters(at: At, shape: RegistersShape): Promise<void> {
	const work = (what: (here: Writing) => Promise<void>) =>
		run(
			{ ...at, registry, seat: starter, now: new Date(), via: 'start' as const, address: null },
			command({
				name: 'entry.import',
				input: z.strictObject({}),
				output: z.object({}),
				about: nothing,
				allow: () => true,
				async run(here) {
					await what(here)
					return {}
				}
			}),
			{}
		)
	for (let index = 1; index <= shape.registers; index++)
		await work(async (here) => void (await declareIn(here, { text: declarationOf(index), isShipped: false })))
	await work(async (here) => void (await declareIn(here, { text: FORM, isShipped: false })))
	for (let index = 1; index <= shape.registers; index++) {
		const wanted = index === 1 ? shape.entries : shape.others
		for (let start = 0; start < wanted; start += AT_ONCE)
			await work(async (here) => {
				const actors = await here.tx
					.selectFrom('record')
					.select('id')
					.where('workspace_id', '=', here.workspace.id)
					.where('kind', '=', 'actor')
					.orderBy('key')
					.limit(200)
					.execute()
				const register = await getRegister(here, registerKey(index))
				const ids = actors.map(({ id }) => id)
				const numbers = Array.from({ length: Math.min(AT_ONCE, wanted - start) }, (_one, step) => start + step)
				const entries = numbers.map((number) => planned(register, number, ids, here.today))
				await whileAdding({ here, register }, async (adding) => {
					await adding.take(entries)
					await adding.end()
				})
			})
	}
}

const starter = {
	...makeSeat({ id: NIL, key: 'start', role: 'administrator', actorId: null, office: '', structureIds: [] }),
	id: null,
	audience: ['public', 'workspace', 'role:administrator', 'role:secretariat']
}
