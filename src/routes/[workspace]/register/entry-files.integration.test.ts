import { beforeEach, expect, test } from 'vitest'
import { getEntry } from '#modules/registers/entry/entry-queries.ts'
import { sentOf } from '#modules/registers/entry/said/sent-of.testing.ts'
import { aVisit } from '../../../../tests/fixtures/visits.ts'
import { aWorkspace, type SeatKey, type TestWorkspace } from '../../../../tests/fixtures/workspace.ts'
import { visitorOf, type Visitor } from './visit.testing.ts'

const FIELDS = `  - { key: body, type: structure, required: true, names: { en: Body } }
  - { key: about, type: record, names: { en: About } }`

let made: TestWorkspace
let visit: Visitor<SeatKey>['visit']
let reference: string
let report: string
beforeEach(async () => {
	made = await aWorkspace()
	;({ visit } = visitorOf(made, 'visit'))
	;({ reference, report } = await aVisit(made, { fields: FIELDS, stops: [{ day: 'one' }, { body: 'closed-group' }] }))
})

const stops = async () =>
	(await (await made.as('secretariat')).ask(getEntry, { entry: reference })).tables['stops']?.map((row) => ({
		day: row['day'],
		report: row['report'],
		hasHost: 'body' in row
	}))

test('the form names the file of a row, keeps it where another cell is changed, and lets it be taken away', async () => {
	const form = await visit('change', 'secretariat', { reference })
	expect(form.text).toContain('report.txt')
	const sent = sentOf(form.html)
	sent.set('tables:stops:0:day', 'changed')
	expect((await visit('change', 'secretariat', { reference }, sent)).location).toContain(reference)
	expect((await stops())?.[0]).toEqual({ day: 'changed', report, hasHost: false })
	const again = sentOf((await visit('change', 'secretariat', { reference })).html)
	again.set('tables:stops:0:report:remove', 'on')
	expect((await visit('change', 'secretariat', { reference }, again)).location).toContain(reference)
	expect((await stops())?.[0]).toEqual({ day: 'changed', report: undefined, hasHost: false })
})

test('the form of whoever does not see all records in it leaves these where they stand', async () => {
	const form = await visit('change', 'outsider', { reference })
	expect(form.html).not.toContain('closed-group')
	// Nobody is asked for another in the place of one that is there and not to be seen.
	expect(/<(?:select|input)[^>]*name="values:body"[^>]*required/.exec(form.html)).toBeNull()
	const sent = sentOf(form.html)
	sent.set('tables:stops:0:day', 'changed')
	expect((await visit('change', 'outsider', { reference }, sent)).location).toContain(reference)
	expect(await stops()).toEqual([
		{ day: 'changed', report, hasHost: false },
		{ day: undefined, report: undefined, hasHost: true }
	])
})

test('a row that is taken away by its button goes with what was in it', async () => {
	const sent = sentOf((await visit('change', 'secretariat', { reference })).html)
	sent.set('row', 'remove:stops:1')
	const redrawn = sentOf((await visit('change', 'secretariat', { reference }, sent)).html)
	expect((await visit('change', 'secretariat', { reference }, redrawn)).location).toContain(reference)
	expect(await stops()).toEqual([{ day: 'one', report, hasHost: false }])
})

test('a field that takes any record offers what there is, by its name', async () => {
	const form = await visit('new', 'secretariat')
	expect(/<input[^>]*name="values:about"|<select[^>]*name="values:about"/.exec(form.html)).not.toBeNull()
	const sent = sentOf(form.html)
	sent.set('values:name', 'Second')
	sent.set('values:body', 'committee')
	sent.set('values:about', /value="([^"]*Coordination Committee[^"]*)"/.exec(form.html)?.[1] ?? 'structure:committee')
	const { location } = await visit('new', 'secretariat', {}, sent)
	const entry = location?.split('/').at(-1) ?? ''
	const page = await (await made.as('secretariat')).ask(getEntry, { entry })
	expect(page.values['about']).toBe(page.values['body'])
	const change = await visit('change', 'secretariat', { reference: entry })
	expect(change.html).toContain('structure:committee')
})
