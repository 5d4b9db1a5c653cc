import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { settle } from '../entry/keep-entry.server.ts'
import type { EntryValues, Values } from '../entry/values.ts'
import { faultsOf } from '../entry/work-out.ts'
import { readDeclaration } from './read-declaration.ts'

const TODAY = '2026-03-01'
const A = '018f0000-0000-7000-8000-00000000000a'

function register(key: string) {
	const read = readDeclaration(
		readFileSync(new URL(`../../../../reference/registers/${key}.yaml`, import.meta.url), 'utf8')
	)
	if ('register' in read) return read.register
	throw new Error(JSON.stringify(read.faults))
}

/** What stands in fields that are worked out, over what is filled in. */
function results(key: string, fields: Values, tables: EntryValues['tables'] = {}) {
	return settle(register(key), { fields, tables }, TODAY).fields
}

const usd = (amount: string) => ({ amount, currency: 'USD' })

describe('what the shipped registers work out', () => {
	test.each<[string, Values, EntryValues['tables'], Readonly<Record<string, string | boolean | null>>]>([
		// A mandate names a lead, members, a time frame and a budget, or it is not complete.
		['mandate', { lead: A, members: 'Six ministries' }, {}, { elements: '2', complete: false, names_budget: false }],
		[
			'mandate',
			{ lead_other: 'A task force', members: 'Six', unlimited: true, budget: usd('10') },
			{},
			{ elements: '4', complete: true }
		],
		['workshop', { women: '12', men: '18' }, {}, { came: '30', women_share: '40' }],
		['workshop', {}, {}, { women_share: null }],
		[
			'study',
			{},
			{
				findings: [
					{ finding: 'One', uptake: 'taken-up' },
					{ finding: 'Two', uptake: 'considered' }
				]
			},
			{ findings_count: '2', taken_up: '1', uptake_share: '50' }
		],
		[
			'remittance-product',
			{},
			{
				samples: [
					{ day: TODAY, sent: '200', currency: 'ZAR', fee: '10', margin: '6' },
					{ day: TODAY, sent: '100', currency: 'ZAR', fee: '4' }
				]
			},
			{ samples_count: '2', mean_cost: '6' }
		],
		// Where no amount is known, the share that was told stands; else the one that comes of the amounts.
		['funding-source', { told_share: '90' }, {}, { outside_share: '90' }],
		[
			'funding-source',
			{ told_share: '90', needed: '1000' },
			{
				contributions: [
					{ kind: 'project', amount: '600', is_secured: true },
					{ kind: 'contribution', amount: '200', is_secured: true },
					{ kind: 'budget', amount: '500', is_secured: false }
				]
			},
			{ secured: '800', outside: '600', outside_share: '75', gap: '200' }
		],
		[
			'consular-request',
			{},
			{ counts: [{ type: 'passport', received: '40', answered: '30', solved: '28' }] },
			{ all_received: '40', all_answered: '30', answered_share: '75' }
		],
		['equipment', { pieces: '8', in_use: '6' }, {}, { readiness: '75' }],
		['document-service-point', { days_promised: '10', days_real: '24' }, {}, { days_over: '14' }],
		['safe-home', { places_all: '20', places_free: '5' }, {}, { used_share: '75' }],
		['short-return', { begins: '2026-02-02', ends: '2026-02-15' }, {}, { weeks: '2' }],
		[
			'embassy-dialogue',
			{},
			{
				concerns: [
					{ concern: 'Queues', kind: 'documents', answered_on: TODAY },
					{ concern: 'Votes', kind: 'voting' }
				]
			},
			{ concerns_count: '2', open_count: '1' }
		]
	])('%s: %j %j', (key, fields, tables, expected) => {
		const found = results(key, fields, tables)
		expect(Object.fromEntries(Object.keys(expected).map((name) => [name, found[name] ?? null]))).toEqual(expected)
	})
})

/** The checks that an entry in a state does not meet. */
function unmet(key: string, state: string, fields: Values, tables: EntryValues['tables'] = {}) {
	const compiled = register(key)
	const values = settle(compiled, { fields, tables }, TODAY)
	return faultsOf(compiled, values, { today: TODAY, mayFill: () => false, state }).flatMap((fault) =>
		fault.code === 'check' ? [fault.check] : []
	)
}

describe('what the checks of shipped registers refuse', () => {
	const joint = { form: 'joint' }
	const agencies = [{ agency: A }, { agency: A }]
	test.each<[string, string, Values, EntryValues['tables'], string[]]>([
		['press-briefing', 'planned', joint, {}, []],
		['press-briefing', 'announced', joint, { agencies: [{ agency: A }] }, ['joint_of_two']],
		['press-briefing', 'announced', joint, { agencies }, []],
		[
			'material',
			'in_store',
			{ printed: '10' },
			{ distribution: [{ day: TODAY, copies: '11' }] },
			['not_more_than_made']
		],
		['material', 'in_store', { printed: '11' }, { distribution: [{ day: TODAY, copies: '11' }] }, []],
		['success-credit', 'recognized', {}, { credits: [{ partner: A, share: 'lead' }] }, ['joint_of_two']],
		['success-credit', 'proposed', {}, { credits: [{ partner: A, share: 'lead' }] }, []],
		['mandate', 'in_force', { unlimited: true, until_day: '2027-01-01' }, {}, ['one_end']],
		['peer-review', 'open', { country: 'ZWE', peer: 'ZWE' }, {}, ['another_country']],
		['migration-dialogue', 'held', { kind: 'origin-destination' }, {}, ['pair_named']],
		['migration-dialogue', 'held', { kind: 'origin-destination', partner: 'ZAF' }, {}, []],
		['xenophobia-incident', 'told', { begins: '2026-01-02', affected: '3', nationals: '4' }, {}, ['nationals_within']],
		['safe-home', 'open', { places_all: '4', places_free: '5' }, {}, ['free_within']],
		['engagement-request', 'proposed', {}, {}, ['somebody']],
		['consultation-log', 'held', { way: 'social-dialogue', parties: ['ministry'] }, {}, ['dialogue_of_three']],
		['consultation-log', 'held', { way: 'social-dialogue', parties: ['ministry', 'unions'] }, {}, []]
	])('%s, %s: %j %j', (key, state, fields, tables, expected) => {
		expect(unmet(key, state, fields, tables)).toEqual(expected)
	})
})

test.each(['recruitment-complaint', 'xenophobia-incident', 'safe-home', 'detention-alternative', 'handover-pack'])(
	'%s is seen by those who keep it and those it names, and never by the public',
	(key) => {
		const { declaration } = register(key)
		expect(declaration.seen).not.toBe('everyone')
		expect(declaration.states.filter((state) => state.public)).toEqual([])
		expect(declaration.fields.filter((field) => field.public)).toEqual([])
	}
)
