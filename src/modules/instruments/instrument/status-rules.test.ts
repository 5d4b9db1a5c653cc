import { expect, test } from 'vitest'
import { afterPeriod, isPartialDate } from './partial-days.ts'
import { type StatusEvent, type StatusKind, type StatusTerms, positionAt, readHistory } from './status-rules.ts'

const OPEN: StatusTerms = { adoptedOn: null, inForceOn: 'not-known', inForceAfter: null }
const PROTOCOL: StatusTerms = { adoptedOn: '2000-11-15', inForceOn: '2003-12-25', inForceAfter: { days: 30 } }

const line = (event: StatusKind, on: string | null, more: Partial<StatusEvent> = {}): StatusEvent => ({
	id: `${event} ${on ?? 'undated'}`,
	event,
	on,
	statedYear: null,
	...more
})
const standing = (events: readonly StatusEvent[], day: string, terms = OPEN) => positionAt(events, terms, day).standing
const codes = (events: readonly StatusEvent[], terms = OPEN) => {
	const read = readHistory(events, terms)
	return 'faults' in read ? read.faults.map(({ code }) => code) : read.history.remarks.map(({ code }) => code)
}

test('a State signs, ratifies, is bound thirty days later, and is no longer a year after it denounced', () => {
	const events = [line('signed', '2000-12-14'), line('ratified', '2013-12-13'), line('denounced', '2020-03-01')]
	const at = (day: string) => standing(events, day, { ...PROTOCOL, leftAfter: { months: 12 } })
	expect(at('2000-12-13')).toBe('not-signed')
	expect(at('2000-12-14')).toBe('signed')
	expect(at('2013-12-12')).toBe('signed')
	expect(at('2013-12-13')).toBe('ratified')
	expect(at('2014-01-11')).toBe('ratified')
	expect(at('2014-01-12')).toBe('in-force')
	expect(at('2020-03-01')).toBe('in-force')
	expect(positionAt(events, PROTOCOL, '2020-03-01').leavesOn).toBe('2021-03-01')
	expect(at('2021-03-01')).toBe('denounced')
})

test('a State that joined early is bound when the instrument is', () => {
	const events = [line('ratified', '2001-05-01')]
	expect(positionAt(events, PROTOCOL, '2003-12-24')).toMatchObject({ standing: 'ratified', inForce: 'no' })
	expect(positionAt(events, PROTOCOL, '2003-12-25')).toMatchObject({ standing: 'in-force', joinedBy: 'ratified' })
	expect(positionAt(events, { ...PROTOCOL, inForceOn: 'not-yet' }, '2024-01-01').inForce).toBe('no')
	expect(positionAt(events, OPEN, '2024-01-01')).toMatchObject({ standing: 'ratified', inForce: 'not-known' })
})

test('a signature that a source states without a day, and of joining nothing, leaves open whether the State is bound', () => {
	const stated = line('signed', null, { statedYear: 2018 })
	expect(positionAt([stated], OPEN, '2026-01-01')).toMatchObject({ standing: 'signed', inForce: 'not-known' })
	expect(positionAt([line('signed', '2000-12-14')], OPEN, '2026-01-01').inForce).toBe('no')
	const denied = line('not-ratified', null, { statedYear: 2018 })
	expect(positionAt([stated, denied], OPEN, '2026-01-01')).toMatchObject({ standing: 'signed', inForce: 'no' })
	const joined = line('ratified', '2020-05-01')
	expect(positionAt([stated, joined], OPEN, '2019-01-01')).toMatchObject({ standing: 'signed', inForce: 'no' })
})

test('a year alone answers inside that year that nobody knows', () => {
	const events = [line('ratified', '2013')]
	expect(standing(events, '2012-12-31')).toBe('not-ratified')
	expect(standing(events, '2013-01-01')).toBe('not-known')
	expect(standing(events, '2013-12-30')).toBe('not-known')
	expect(standing(events, '2013-12-31')).toBe('ratified')
	expect(positionAt(events, PROTOCOL, '2014-01-15')).toMatchObject({ standing: 'ratified', inForce: 'not-known' })
	expect(positionAt(events, PROTOCOL, '2014-01-30').standing).toBe('in-force')
})

test('what bears no date holds as stated in the year of its source, and what was before is not known', () => {
	const ratified = [line('ratified', null, { statedYear: 2018 })]
	expect(standing(ratified, '2017-12-31', PROTOCOL)).toBe('not-known')
	expect(standing(ratified, '2018-01-01', PROTOCOL)).toBe('ratified')
	expect(standing(ratified, '2000-11-14', PROTOCOL)).toBe('not-signed')
	const denied = [line('not-ratified', null, { statedYear: 2018 })]
	expect(standing(denied, '2017-12-31')).toBe('not-known')
	expect(standing(denied, '2018-01-01')).toBe('not-ratified')
	expect(standing([...denied, line('ratified', '2020-02-02')], '2020-02-02')).toBe('ratified')
	expect(standing([...denied, line('ratified', null, { statedYear: 2020 })], '2019-06-01')).toBe('not-known')
	expect(standing([...denied, line('signed', null, { statedYear: 2018 })], '2018-01-01')).toBe('signed')
	expect(standing([], '2018-01-01')).toBe('not-known')
})

test('a State that denounced may join again, and is bound by its first consent until the denunciation has effect', () => {
	const again = [
		line('acceded', '1976-10-21'),
		line('denounced', '2011-06-29', { effectDay: '2012-01-01' }),
		line('acceded', '2013-01-10')
	]
	const at = (day: string, events = again) => standing(events, day, { ...OPEN, inForceOn: '1961', inForceAfter: {} })
	expect(['2011-12-31', '2012-01-01', '2013-01-09', '2013-01-10'].map((day) => at(day))).toEqual([
		'in-force',
		'denounced',
		'denounced',
		'in-force'
	])
	const early = [...again.slice(0, 2), line('ratified', '2011-12-01')]
	expect(positionAt(early, OPEN, '2011-12-31').joinedBy).toBe('acceded')
	expect(positionAt(early, OPEN, '2012-01-01').joinedBy).toBe('ratified')
})

test('reservations and declarations stand from when they are made until they are withdrawn or the consent ends', () => {
	const events = [
		line('ratified', '2005-09-16'),
		line('reservation', '2005-09-16', { id: 'one', text: 'Article 15' }),
		line('declaration', '2006', { id: 'two' }),
		line('withdrawal-of-reservation', '2010-05-01', { withdraws: 'one' }),
		line('denounced', '2015-01-01')
	]
	const at = (day: string) => {
		const { reservations, declarations } = positionAt(events, OPEN, day)
		return [...reservations, ...declarations].map(({ event, stands }) => `${event.id} ${stands}`)
	}
	expect(at('2005-09-15')).toEqual([])
	expect(at('2005-09-16')).toEqual(['one yes'])
	expect(at('2006-06-01')).toEqual(['one yes', 'two not-known'])
	expect(at('2010-05-01')).toEqual(['two yes'])
	expect(at('2016-01-01')).toEqual([])
})

test('what cannot have been is refused by a code and the line', () => {
	const adopted = { ...OPEN, adoptedOn: '2000-11-15' }
	expect(codes([line('ratified', '2000-11-14')], adopted)).toEqual(['status.before-adoption'])
	expect(codes([line('ratified', '2000')], adopted)).toEqual([])
	expect(codes([line('denounced', '2010-01-01')])).toEqual(['status.denounced-not-joined'])
	expect(codes([line('ratified', '2001-01-01'), line('acceded', '2002-01-01')])).toEqual(['status.joined-twice'])
	expect(codes([line('signed', '2001-01-01'), line('signed', '2002-01-01')])).toEqual(['status.signed-twice'])
	expect(codes([line('ratified', '2001-01-01'), line('signed', '2002-01-01')])).toEqual(['status.signed-after-joining'])
	expect(codes([line('in-force', '2001-01-01'), line('ratified', '2002-01-01')])).toEqual([
		'status.in-force-before-joining'
	])
	expect(codes([line('ratified', '2001'), line('in-force', '2002'), line('in-force', '2003')])).toEqual([
		'status.in-force-twice'
	])
	expect(codes([line('ratified', null)])).toEqual(['status.no-date'])
	expect(codes([line('reservation', '2001')])).toEqual(['status.nothing-reserved'])
	expect(codes([line('ratified', '2001'), line('withdrawal-of-reservation', '2002', { withdraws: 'x' })])).toEqual([
		'status.nothing-to-withdraw'
	])
	expect(codes([line('ratified', '2013'), line('not-ratified', null, { statedYear: 2018 })])).toEqual([
		'status.stated-otherwise'
	])
	expect(
		codes([line('ratified', null, { statedYear: 2018 }), line('not-ratified', null, { statedYear: 2018 })])
	).toEqual(['status.stated-otherwise'])
	expect(codes([line('ratified', '2001-01-01'), line('denounced', '2010-06-01', { effectDay: '2010-05-31' })])).toEqual(
		['status.effect-before-notice']
	)
})

test('an accession after a signature, and a signature after the close, are named and stand', () => {
	expect(codes([line('signed', '2001-01-01'), line('acceded', '2005-01-01')])).toEqual(['status.acceded-after-signing'])
	expect(codes([line('signed', '2003-01-01')], { ...OPEN, signableUntil: '2002-12-12' })).toEqual([
		'status.signed-after-close'
	])
})

test('periods of treaties run by the calendar', () => {
	expect(afterPeriod('2003-11-25', { days: 30 })).toBe('2003-12-25')
	expect(afterPeriod('2005-09-16', { months: 3, toFirstOfMonth: true })).toBe('2006-01-01')
	expect(afterPeriod('2011-11-30', { months: 3 })).toBe('2012-02-29')
	expect(afterPeriod('2012-12-31', { months: 12 })).toBe('2013-12-31')
	expect([isPartialDate('2012-02-29'), isPartialDate('2013-02-29'), isPartialDate('2013-13')]).toEqual([
		true,
		false,
		false
	])
})

test('an instrument binds since a day that its own times give, and since no day where those leave it open', () => {
	const since = (events: readonly StatusEvent[], terms = OPEN) => positionAt(events, terms, '2023-01-01').bindsSince
	const months = { ...OPEN, inForceOn: '2003-07-01', inForceAfter: { months: 3, toFirstOfMonth: true } }
	expect(since([line('acceded', '2022-06-01')], months)).toBe('2022-10-01')
	expect(since([line('acceded', '1999-06-01')], months)).toBe('2003-07-01')
	expect(since([line('acceded', '2021')], months)).toBe(null)
	expect(since([line('acceded', '2022-06-01'), line('in-force', '2022-09-15')], months)).toBe('2022-09-15')
	expect(since([line('acceded', '2022-06-01'), line('in-force', '2022')], months)).toBe(null)
	expect(since([line('signed', '2022-06-01')], months)).toBe(null)
	expect(since([line('acceded', '2022-12-01')], months)).toBe(null)
})
