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
		],
		[
			'document-service-point',
			{},
			{
				steps: [
					{ from_day: '2026-01-01', to_day: '2026-01-31', step: 'applied', applications: '90' },
					{ from_day: '2026-02-01', to_day: '2026-02-28', step: 'applied', applications: '60' },
					{ from_day: '2026-02-01', to_day: '2026-02-28', step: 'collected', applications: '40' }
				]
			},
			{ applied_for: '150', collected: '40' }
		],
		[
			'community-project',
			{},
			{ deliveries: [{ part: 'Well', done_on: TODAY }, { part: 'Pump' }, { part: 'Fence' }] },
			{ delivered: '1', to_deliver: '2' }
		],
		[
			'diaspora-association',
			{},
			{
				supports: [
					{ day: TODAY, kind: 'money', amount: '1000', own_part: '400' },
					{ day: TODAY, kind: 'means', amount: '500' }
				]
			},
			{ supported: '1500', co_funded: '400' }
		],
		[
			'service',
			{},
			{ uses: [{ from_day: '2026-01-01', to_day: '2026-01-31', people: '40', reached_aim: '25' }] },
			{ used: '40', succeeded: '25' }
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
		[
			'service',
			'in_operation',
			{},
			{ uses: [{ from_day: TODAY, to_day: TODAY, people: '4', reached_aim: '5' }] },
			['outcome_within_use']
		],
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

test('a service whose location is kept secret has neither place nor address', () => {
	const place = { locality: 'Mutare', area: null, country: null, latitude: '-18.97', longitude: '32.67' }
	const where = (secret: boolean) =>
		Object.keys(results('service', { location_kept_secret: secret, place, street: '4 Main Street' }))
	expect(where(false)).toEqual(expect.arrayContaining(['place', 'street']))
	expect(where(true)).not.toContain('place')
	expect(where(true)).not.toContain('street')
})

test.each([
	['recruitment-complaint', ['contact', 'description', 'evidence']],
	['diaspora-concern', ['text', 'wished', 'paper', 'person', 'email', 'telephone']]
])('what %s tells of persons is erased when its time is over', (key, told) => {
	const { declaration } = register(key)
	expect(declaration.fields.filter(({ personal }) => personal).map((field) => field.key)).toEqual(told)
	expect(declaration.retention?.does).toBe('erase-personal')
})
