import { beforeEach, describe, expect, test } from 'vitest'
import { aWorkspace, type Acting, type TestWorkspace } from '../../../../tests/fixtures/workspace.ts'
import { withdrawRecord } from '#platform/records/record-operations.ts'
import { addInstrument, changeInstrument } from './instrument-commands.ts'
import { getInstrument, listInstruments } from './instrument-queries.ts'
import { addObligation, changeObligation, withdrawObligation } from './obligation-commands.ts'
import { getObligation, listObligations } from './obligation-queries.ts'
import { setStatus, withdrawStatus, refreshPositions } from './status-commands.ts'
import { listStates, listStatuses, statusAt } from './status-queries.ts'
import { run } from '#platform/operation/perform.server.ts'
import { clockSeat } from '#platform/access/seat.ts'

let made: TestWorkspace
let keeper: Acting

beforeEach(async () => {
	made = await aWorkspace()
	keeper = await made.as('secretariat')
})

const PROTOCOL = {
	key: 'tip-protocol',
	name: 'Protocol against trafficking',
	acronym: 'TIP',
	form: 'protocol',
	scope: 'global',
	isBinding: true,
	adoptedOn: '2000-11-15',
	inForceOn: '2003-12-25',
	entryDays: 30,
	leavingMonths: 12,
	depositary: 'Secretary-General of the United Nations'
} as const

const version = async (instrument: string) => (await keeper.ask(getInstrument, { instrument })).version

type Line = Omit<Parameters<NonNullable<typeof setStatus.accepts>>[0], 'instrument' | 'version'>
const note = async (instrument: string, line: Line) =>
	keeper.run(setStatus, { instrument, version: await version(instrument), ...line })
const at = async (instrument: string, day: string, country?: string) =>
	(await keeper.ask(statusAt, { instrument, day, ...(country ? { country } : {}) })).standing

const issue = (field: string, code: string) => ({
	kind: 'invalid',
	issues: [expect.objectContaining({ path: [field], code })]
})

describe('the status of the workspace’s country', () => {
	test('can be asked for any past day, and the list tells it too', async () => {
		const { reference } = await keeper.run(addInstrument, PROTOCOL)
		await note(reference, { event: 'signed', day: '2000-12-14' })
		await note(reference, { event: 'ratified', day: '2013-12-13' })
		expect(
			await Promise.all(['2000-12-13', '2000-12-14', '2013-12-13', '2014-01-12'].map((day) => at(reference, day)))
		).toEqual(['not-signed', 'signed', 'ratified', 'in-force'])
		expect(await keeper.ask(statusAt, { instrument: reference, day: '2020-01-01' })).toMatchObject({
			bindsSince: '2014-01-12'
		})
		const found = async (filter: object) =>
			(await keeper.ask(listInstruments, { filter })).items.map((one) => one.position?.standing)
		expect(await found({ position: ['in-force'] })).toEqual(['in-force'])
		expect(await found({ position: ['signed'] })).toEqual([])
		expect(await found({ position: ['signed'], on: '2005-01-01' })).toEqual(['signed'])
		expect(await found({ on: '2005-01-01' })).toEqual(['signed'])
		expect(await found({ country: 'LSO' })).toEqual(['not-known'])
		const { items, total } = await keeper.ask(listInstruments, { filter: { position: ['in-force'] } })
		expect([total, items[0]?.position]).toEqual([
			1,
			{
				standing: 'in-force',
				inForce: 'yes',
				since: '2013-12-13',
				bindsSince: '2014-01-12',
				reservations: 0,
				declarations: 0,
				statedIn: null
			}
		])
	})

	test('takes years and months, undated facts as stated in their source, and says where nobody knows', async () => {
		const { reference } = await keeper.run(addInstrument, PROTOCOL)
		await note(reference, { event: 'ratified', day: '2013' })
		expect(await at(reference, '2013-06-01')).toBe('not-known')
		expect(await at(reference, '2014-06-01')).toBe('in-force')
		const other = await keeper.run(addInstrument, { ...PROTOCOL, key: 'other' })
		await note(other.reference, { event: 'ratified', source: 'Country profile', year: 2018 })
		expect(await at('other', '2017-12-31')).toBe('not-known')
		expect(await at('other', '2018-01-01')).toBe('ratified')
		expect(await at('other', '2018-01-31')).toBe('in-force')
		await expect(note(other.reference, { event: 'denounced' })).rejects.toMatchObject(issue('day', 'status.no-date'))
	})

	test('is refused where it cannot have been, with the field and the rule', async () => {
		const { reference } = await keeper.run(addInstrument, PROTOCOL)
		const refused = (line: Line) => expect(note(reference, line)).rejects
		await refused({ event: 'ratified', day: '1999-01-01' }).toMatchObject(issue('day', 'status.before-adoption'))
		await refused({ event: 'denounced', day: '2010-01-01' }).toMatchObject(
			issue('event', 'status.denounced-not-joined')
		)
		await refused({ event: 'ratified', day: '2099-01-01' }).toMatchObject(issue('day', 'instruments.status-ahead'))
		await refused({ event: 'reservation', day: '2013-12-13' }).toMatchObject(
			issue('text', 'instruments.status-without-text')
		)
		await refused({ event: 'ratified', day: '2013-01-01', effect: '2014-01-01' }).toMatchObject(
			issue('effect', 'instruments.status-only-denunciation')
		)
		// A file with such a code is refused as well: the country could not be taken out and in again.
		await refused({ event: 'signed', day: '2013-01-01', country: 'XXX' }).toMatchObject(
			issue('country', 'platform.field.no-such-country')
		)
		await note(reference, { event: 'ratified', day: '2013-12-13' })
		await refused({ event: 'acceded', day: '2015-01-01' }).toMatchObject(issue('event', 'status.joined-twice'))
		await expect(
			keeper.run(changeInstrument, {
				instrument: reference,
				version: await version(reference),
				adoptedOn: '2014-01-01',
				inForceOn: '2015-01-01'
			})
		).rejects.toMatchObject({ kind: 'conflict', code: 'instruments.days-against-status' })
		await expect(
			keeper.run(changeInstrument, {
				instrument: reference,
				version: await version(reference),
				inForceOn: '1999-01-01'
			})
		).rejects.toMatchObject(issue('inForceOn', 'instruments.in-force-before-adoption'))
	})

	test('tells the reservations and declarations that stood on a day, with their text, until they are withdrawn', async () => {
		const { reference } = await keeper.run(addInstrument, PROTOCOL)
		await note(reference, { event: 'ratified', day: '2013-12-13' })
		const { status } = await note(reference, {
			event: 'reservation',
			day: '2013-12-13',
			text: 'Article 15 (2) does not bind us.'
		})
		await note(reference, { event: 'withdrawal-of-reservation', day: '2019-05-01', withdraws: status })
		const standing = async (day: string) =>
			(await keeper.ask(statusAt, { instrument: reference, day })).reservations.map(({ line, stands }) => [
				line.text,
				stands
			])
		expect(await standing('2019-04-30')).toEqual([['Article 15 (2) does not bind us.', 'yes']])
		expect(await standing('2019-05-01')).toEqual([])
		await expect(keeper.run(withdrawStatus, { status, reason: 'wrong country' })).rejects.toMatchObject({
			kind: 'conflict',
			code: 'instruments.status-rested-on'
		})
	})

	test('a line that was wrong is withdrawn with its reason, counts no more, and stays to be read', async () => {
		const { reference } = await keeper.run(addInstrument, PROTOCOL)
		const { status } = await note(reference, { event: 'ratified', day: '2013-12-13' })
		await keeper.run(withdrawStatus, { status, reason: 'it was another protocol' })
		expect(await at(reference, '2020-01-01')).toBe('not-known')
		expect((await keeper.ask(listStatuses, { instrument: reference })).items).toEqual([])
		expect((await keeper.ask(getInstrument, { instrument: reference })).statuses).toMatchObject([
			{ state: 'withdrawn', stateReason: 'it was another protocol' }
		])
		await expect(keeper.run(withdrawStatus, { status, reason: 'again' })).rejects.toMatchObject({ kind: 'conflict' })
		await note(reference, { event: 'acceded', day: '2014-01-01' })
		expect(await at(reference, '2014-01-01')).toBe('acceded')
	})

	test('an instrument is denounced and joined again; entry into force and denunciation come on their later day', async () => {
		const { reference } = await keeper.run(addInstrument, PROTOCOL)
		const kept = async (day: string) => {
			const clock = { ...keeper.opening, seat: clockSeat, now: new Date(`${day}T09:00:00Z`) }
			await run(clock, refreshPositions, {})
			const row = await made.database.owner
				.selectFrom('instrument')
				.select('position')
				.where('workspace_id', '=', made.workspace.id)
				.executeTakeFirstOrThrow()
			return row.position
		}
		await note(reference, { event: 'ratified', day: '2026-02-20' })
		expect(await kept('2026-03-21')).toBe('ratified')
		expect(await kept('2026-03-22')).toBe('in-force')
		await note(reference, { event: 'denounced', day: '2026-03-01' })
		expect(await kept('2027-02-28')).toBe('in-force')
		expect(await kept('2027-03-01')).toBe('denounced')
		const later = await made.as('secretariat', new Date('2028-01-10T09:00:00Z'))
		await later.run(setStatus, {
			instrument: reference,
			version: await version(reference),
			event: 'acceded',
			day: '2028-01-05'
		})
		expect(await kept('2028-01-11')).toBe('acceded')
		expect(await at(reference, '2027-06-01')).toBe('denounced')
	})

	test('the other States stand beside it, each by its own lines', async () => {
		const { reference } = await keeper.run(addInstrument, PROTOCOL)
		await note(reference, { country: 'LSO', event: 'ratified', day: '2003-09-24' })
		await note(reference, { country: 'BWA', event: 'signed', day: '2002-04-10' })
		const { items } = await keeper.ask(listStates, { instrument: reference, day: '2004-06-01' })
		expect(items.map(({ country, position }) => [country, position.standing])).toEqual([
			['BWA', 'signed'],
			['LSO', 'in-force']
		])
		expect(await at(reference, '2004-06-01')).toBe('not-known')
		expect(await at(reference, '2004-06-01', 'LSO')).toBe('in-force')
	})
})

describe('what an instrument obliges to', () => {
	test('each obligation has its article and a key of the instrument, and is not entered twice', async () => {
		const { reference } = await keeper.run(addInstrument, PROTOCOL)
		const text = 'Make trafficking in persons a criminal offence.'
		const first = await keeper.run(addObligation, {
			instrument: reference,
			article: 'Article 5',
			text,
			areas: ['labour-migration']
		})
		expect(first.reference).toBe('tip-protocol-1')
		await expect(
			keeper.run(addObligation, {
				instrument: reference,
				article: 'article 5.',
				text: ' Make  trafficking in persons a CRIMINAL offence '
			})
		).rejects.toMatchObject({
			kind: 'conflict',
			code: 'instruments.obligation-there',
			params: { obligation: 'tip-protocol-1' }
		})
		// The word before the number makes no other article of it.
		await expect(keeper.run(addObligation, { instrument: reference, article: '5', text })).rejects.toMatchObject({
			code: 'instruments.obligation-there'
		})
		const second = await keeper.run(addObligation, { instrument: reference, article: 'Article 6', text })
		const page = await keeper.ask(getObligation, { obligation: second.reference })
		await expect(
			keeper.run(changeObligation, { obligation: second.reference, version: page.version, article: 'Article 5' })
		).rejects.toMatchObject({ code: 'instruments.obligation-there' })
		await keeper.run(withdrawObligation, { obligation: second.reference, version: page.version, reason: 'not there' })
		const third = await keeper.run(addObligation, {
			instrument: reference,
			article: 'Article 7',
			text: 'Protect victims.'
		})
		expect(third.reference).toBe('tip-protocol-3')
		const { items } = await keeper.ask(listObligations, { filter: { instrument: reference } })
		expect(items.map(({ reference: key, article }) => [key, article])).toEqual([
			['tip-protocol-1', 'Article 5'],
			['tip-protocol-3', 'Article 7']
		])
		const words = await keeper.ask(listObligations, { filter: { words: 'victims' } })
		expect(words.items.map((one) => one.reference)).toEqual(['tip-protocol-3'])
		const themed = await keeper.ask(listObligations, { filter: { area: 'labour-migration' } })
		expect(themed.items.map((one) => one.reference)).toEqual(['tip-protocol-1'])
	})

	test('follow their instrument: who does not see it sees none of them, and they are withdrawn with it', async () => {
		const { reference } = await keeper.run(addInstrument, { ...PROTOCOL, audience: 'secretariat' })
		await keeper.run(addObligation, { instrument: reference, article: 'Article 5', text: 'Make it an offence.' })
		await note(reference, { event: 'ratified', day: '2013-12-13' })
		const outsider = await made.as('outsider')
		expect((await outsider.ask(listObligations, {})).total).toBe(0)
		expect((await outsider.ask(listInstruments, { filter: { on: '2020-01-01' } })).items).toEqual([])
		for (const [asked, input] of [
			[statusAt, { instrument: reference }],
			[listStatuses, { instrument: reference }],
			[listStates, { instrument: reference }],
			[getObligation, { obligation: 'tip-protocol-1' }]
		] as const)
			await expect(outsider.askRaw(asked, input)).rejects.toMatchObject({ kind: 'absent' })
		await keeper.run(withdrawRecord, {
			record: reference,
			kind: 'instrument',
			version: await version(reference),
			reason: 'double'
		})
		expect(await keeper.ask(getObligation, { obligation: 'tip-protocol-1' })).toMatchObject({ state: 'withdrawn' })
	})
})

test('the list is narrowed by form, scope, force, depositary and what nobody wrote down', async () => {
	await keeper.run(addInstrument, PROTOCOL)
	await keeper.run(addInstrument, { key: 'plan', name: 'Plan', form: 'action-plan', scope: 'regional' })
	await keeper.run(addInstrument, {
		key: 'draft',
		name: 'Draft',
		form: 'treaty',
		scope: 'bilateral',
		isInForce: false,
		isBinding: false,
		depositaryActor: 'labour'
	})
	const found = async (filter: object) =>
		(await keeper.ask(listInstruments, { filter, sort: 'title' })).items.map((one) => one.reference)
	expect(await found({})).toEqual(['draft', 'plan', 'tip-protocol'])
	expect(await found({ form: ['protocol', 'treaty'] })).toEqual(['draft', 'tip-protocol'])
	expect(await found({ scope: ['regional'] })).toEqual(['plan'])
	expect(await found({ inForce: 'yes' })).toEqual(['tip-protocol'])
	expect(await found({ inForce: 'no' })).toEqual(['draft'])
	expect(await found({ binding: 'not-known' })).toEqual(['plan'])
	expect(await found({ depositary: 'labour' })).toEqual(['draft'])
	expect(await found({ depositary: PROTOCOL.depositary })).toEqual(['tip-protocol'])
	expect(await found({ words: 'trafficking' })).toEqual(['tip-protocol'])
})

test('who keeps the instruments is told of another of the same name, unless both are of different years', async () => {
	const { key: _key, ...unnamed } = PROTOCOL
	const { reference } = await keeper.run(addInstrument, PROTOCOL)
	const { adoptedOn: _day, inForceOn: _force, ...undated } = unnamed
	const twice = await keeper.run(addInstrument, undated)
	await keeper.run(addInstrument, { ...undated, adoptedOn: '2010' })
	const namesakes = async (acting: Acting) =>
		(await acting.ask(getInstrument, { instrument: reference })).namesakes.map((one) => one.reference)
	expect(await namesakes(keeper)).toEqual([twice.reference])
	expect(await namesakes(await made.as('public'))).toEqual([])
})
