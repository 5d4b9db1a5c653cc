import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { audienceOf, mayFill, whyNotMove } from '../entry/entry-access.ts'
import { settle } from '../entry/keep-entry.server.ts'
import type { EntryValues, Values } from '../entry/values.ts'
import { faultsOf } from '../entry/work-out.ts'
import { readDeclaration } from './read-declaration.ts'

const TODAY = '2026-03-01'

function register(key: string) {
	const read = readDeclaration(
		readFileSync(new URL(`../../../../reference/registers/${key}.yaml`, import.meta.url), 'utf8')
	)
	if ('register' in read) return read.register
	throw new Error(JSON.stringify(read.faults))
}

const [A, B] = ['018f0000-0000-7000-8000-00000000000a', '018f0000-0000-7000-8000-00000000000b']
const usd = (amount: string) => ({ amount, currency: 'USD' })

/** What keeps an entry from standing in a state, over fields that all are filled in. */
function faults(key: string, state: string, fields: Values, tables: EntryValues['tables'] = {}) {
	const compiled = register(key)
	const values = settle(compiled, { fields, tables }, TODAY)
	return faultsOf(compiled, values, { today: TODAY, mayFill: () => false, state }).map((fault) =>
		fault.code === 'check' ? fault.check : `${fault.code} ${fault.field}`
	)
}

const association = { agreed: true, founded: '2011', last_contact: '2026-02-01' }
const post = { sent_by: A, host: B, begins: '2026-01-01', ends: '2026-12-31', capacity: 'alone', handed_to: A }
const training = { mode: 'online', begins: '2026-02-02', ends: '2026-02-04' }
const project = (cost: string) => ({ cost: usd(cost), period: { from: '2026-01-01', to: null } })
const shares = [
	{ source: 'migrants', amount: usd('600') },
	{ source: 'local', amount: usd('400') }
]
const paid = (source: string, amount: string) => ({ day: TODAY, source, amount: usd(amount) })

describe('what the shipped registers refuse', () => {
	test.each<[string, string, Values, EntryValues['tables'], string[]]>([
		['diaspora-association', 'listed', association, {}, []],
		['diaspora-association', 'listed', { ...association, agreed: false }, {}, ['listed_while_agreed']],
		['diaspora-association', 'confirmed', { ...association, agreed: false }, {}, []],
		['diaspora-association', 'noted', { ...association, founded: '2026-03' }, {}, []],
		['diaspora-association', 'noted', { ...association, founded: '2027' }, {}, ['founded_before_today']],
		['diaspora-association', 'noted', { ...association, last_contact: '2026-03-02' }, {}, ['contacted_before_today']],
		['secondment', 'serving', post, {}, []],
		['secondment', 'serving', { ...post, host: A }, {}, ['sent_elsewhere']],
		['secondment', 'serving', { ...post, handover_day: '2026-12-31' }, {}, []],
		['secondment', 'serving', { ...post, handover_day: '2027-01-01' }, {}, ['hands_over_in_time']],
		['secondment', 'handing_over', { ...post, capacity: 'named' }, {}, ['left-empty handed_to']],
		['community-project', 'running', project('1000'), {}, []],
		['community-project', 'running', project('1000'), { shares, instalments: [paid('local', '400')] }, []],
		[
			'community-project',
			'running',
			project('1000'),
			{ shares, instalments: [paid('local', '300'), paid('local', '101')] },
			['paid_within_share']
		],
		['community-project', 'running', project('100'), { instalments: [paid('other', '1')] }, ['paid_within_share']],
		[
			'community-project',
			'running',
			project('300'),
			{ shares: [{ source: 'local', amount: usd('300') }], instalments: [paid('local', '301')] },
			['paid_within_cost', 'paid_within_share']
		],
		['training', 'planned', training, { sessions: [{ day: '2026-02-02' }, { day: '2026-02-04' }] }, []],
		['training', 'planned', { mode: 'online' }, { sessions: [{ day: '2026-02-02' }] }, []],
		['training', 'planned', training, { sessions: [{ day: '2026-02-05' }] }, ['sessions_within']],
		['training', 'planned', training, { sessions: [{ day: '2026-02-01' }] }, ['sessions_within']],
		['partner', 'approved', { approved_on: '2026-01-01', assessment: 'Sound' }, {}, []],
		['partner', 'approved', { approved_on: '2026-01-01' }, {}, ['left-empty assessment']]
	])('%s, %s: %j %j', (key, state, fields, tables, expected) => {
		expect(faults(key, state, fields, tables).filter((fault) => fault !== 'shares_within_cost')).toEqual(expected)
	})
})

const why = (key: string, move: string, state: string, values: Values, isClock = false) => {
	const compiled = register(key)
	const found = compiled.declaration.moves.find((one) => one.key === move)
	if (!found) throw new Error(move)
	return whyNotMove(compiled, found, {
		seat: { role: 'secretariat', actorId: null, audience: ['role:secretariat'] },
		entry: { enteringActorId: null, state, values },
		values: { fields: values, tables: {} },
		today: TODAY,
		isClock
	})
}

describe('how the entries of shipped registers live', () => {
	test('a secondment ends though nobody takes over, once its day has come', () => {
		expect(why('secondment', 'end_alone', 'serving', { ...post, ends: '2026-02-28' })).toBeNull()
		expect(why('secondment', 'end_alone', 'serving', post)).toEqual({ code: 'condition' })
	})

	test('who takes over is not asked for where the capacity rules it out: that is told first', () => {
		const { handed_to: _handedTo, ...nobody } = post
		expect(why('secondment', 'hand_over', 'serving', { ...nobody, capacity: 'named' })).toEqual({ code: 'condition' })
		expect(why('secondment', 'hand_over', 'serving', nobody)).toEqual({ code: 'not-filled', fields: ['handed_to'] })
		expect(why('secondment', 'hand_over', 'serving', post)).toBeNull()
	})

	test('a workshop whose views were answered is reported with what is published of them', () => {
		const heard = { summary: 'Held', views_count: '2', answered: '2' }
		expect(why('workshop', 'report', 'held', heard)).toEqual({ code: 'condition' })
		expect(why('workshop', 'report', 'held', { ...heard, response: 'Two asked, and were answered.' })).toBeNull()
		expect(why('workshop', 'report', 'held', { summary: 'Held', views_count: '0', answered: '0' })).toBeNull()
		const fields = register('workshop').declaration.fields
		expect(fields.find(({ key }) => key === 'response')?.public).toBe(true)
	})

	test('an approval that is looked at again stays public, and one that has run out does not', () => {
		const seen = (state: string) => audienceOf(register('partner'), { enteringActorId: null, state, values: {} })
		expect(seen('renewing')).toEqual(['public'])
		expect(seen('run_out')).not.toContain('public')
		expect(why('partner', 'run_out', 'renewing', { approved_until: '2026-02-28' })).toEqual({ code: 'not-yours' })
		expect(why('partner', 'run_out', 'renewing', { approved_until: '2026-02-28' }, true)).toBeNull()
		const counted = [...register('partner').declaration.headlines, ...register('partner').declaration.charts]
		for (const { where } of counted) expect(where).toEqual({ state: ['approved', 'renewing'] })
	})

	test('who offers a training sees and fills in who came, of its own and of no other', () => {
		const compiled = register('training')
		expect(compiled.tables.get('participants')?.part).toBe('group:concerned')
		const group = compiled.declaration.groups.find(({ key }) => key === 'concerned')
		expect(group).toMatchObject({ roles: ['administrator', 'secretariat'], actor_in: ['provider'] })
	})

	test.each<[string, string, Values, readonly string[], readonly string[]]>([
		['research-grant', 'submitted', { assessed_by: B }, ['judgement', 'score'], ['summary', 'asked_for', 'granted']],
		['research-grant', 'granted_state', { assessed_by: B }, [], ['judgement', 'score', 'result']],
		['assistance-request', 'running', { asked_by: A }, ['given', 'value_given'], ['description', 'agency']],
		['training-follow-up', 'no_answer', { followed_by: A }, ['told_on', 'result'], []]
	])('%s, %s: who is to fill something in fills in that and nothing else', (key, state, values, fills, leaves) => {
		const seat = { role: 'member', actorId: A, audience: ['workspace', `actor:${A}`, `structure:${B}`] } as const
		const may = (field: string) => mayFill(register(key), field, seat, { enteringActorId: null, state, values })
		expect(fills.filter((field) => !may(field))).toEqual([])
		expect(leaves.filter(may)).toEqual([])
	})
})
