import { expect, test } from 'vitest'
import { addComment, listComments } from '#platform/records/discussion.ts'
import { mergeRecords } from '#platform/records/record-operations.ts'
import { refusalOf } from '#tests/fixtures/directory.ts'
import { aWorkspace } from '#tests/fixtures/workspace.ts'
import { addEntry } from './entry/entry-commands.ts'
import { getEntry, listEntries } from './entry/entry-queries.ts'
import { registerFigures } from './figures/figure-queries.ts'
import { declareRegister } from './register-commands.ts'

const course = `
register: course
version: 1
code: CRS
names: { en: { one: Course, many: Courses } }
about: { en: For the tests. }
title: name
added: [keepers]
changed: [keepers]
groups:
  - { key: keepers, names: { en: Keepers }, roles: [administrator, secretariat] }
  - { key: teachers, names: { en: Teachers }, roles: [caseworker] }
fields:
  - { key: name, type: text, names: { en: Name }, required: true }
  - { key: follows, type: entry, register: course, names: { en: After }, filtered: true }
  - { key: people, type: formula, formula: count(persons), tells: [persons], digits: 0, names: { en: People }, filtered: true }
tables:
  - { key: persons, names: { en: Persons }, row: { en: Person }, seen: keepers, most: 3, fields: [{ key: who, type: text, names: { en: Who } }] }
states:
  - { key: open, names: { en: Open }, end: true }
headlines:
  - { key: people, names: { en: People }, sum: people }
`

async function twoCourses() {
	const made = await aWorkspace()
	const administrator = await made.as('administrator')
	await administrator.run(declareRegister, { declaration: course })
	const other = course.replace('register: course', 'register: visit').replace('code: CRS', 'code: VST')
	await administrator.run(declareRegister, { declaration: other })
	const keeper = await made.as('secretariat')
	const add = (name: string, persons: string[], after?: string) =>
		keeper.run(addEntry, {
			register: 'course',
			values: { name, ...(after === undefined ? {} : { follows: after }) },
			tables: { persons: persons.map((who) => ({ who })) }
		})
	const stays = await add('Stays', ['Ann'])
	const gone = await add('Gone', ['Ben', 'Cid'])
	const merge = (record: string, into: string, version = 1) =>
		keeper.run(mergeRecords, { record, kind: 'entry', version, into, reason: 'Entered twice' })
	return { made, keeper, add, stays, gone, merge }
}

test('two entries become one: its fields stand, and rows, comments and what names the other move to it', async () => {
	const { keeper, add, stays, gone, merge } = await twoCourses()
	const next = await add('Next', [], gone.reference)
	await keeper.run(addComment, { record: gone.reference, kind: 'entry', text: 'Held in May' })
	await merge(gone.reference, stays.reference, 2)
	const page = await keeper.ask(getEntry, { entry: stays.reference })
	expect(page).toMatchObject({ values: { name: 'Stays', people: '3' } })
	expect(page.tables['persons']).toEqual([{ who: 'Ann' }, { who: 'Ben' }, { who: 'Cid' }])
	expect((await keeper.ask(listComments, { record: stays.reference })).items).toMatchObject([{ text: 'Held in May' }])
	expect((await keeper.ask(getEntry, { entry: next.reference })).values['follows']).toBe(stays.id)
	const listed = await keeper.ask(listEntries, { register: 'course', sort: 'title' })
	expect(listed.items.map(({ title }) => title['en'])).toEqual(['Next', 'Stays'])
	const figures = await keeper.ask(registerFigures, { register: 'course' })
	expect(figures.headlines).toMatchObject([{ records: 2, sums: [{ amount: '3' }] }])
	expect((await keeper.ask(getEntry, { entry: gone.reference })).reference).toBe(stays.reference)
})

test('an entry that named the one it is now one with names itself by no field', async () => {
	const { keeper, add, gone, merge } = await twoCourses()
	const after = await add('After', [], gone.reference)
	await merge(gone.reference, after.reference)
	expect((await keeper.ask(getEntry, { entry: after.reference })).values).not.toHaveProperty('follows')
})

test('entries of two registers, or with more rows together than a table takes, stay as they are', async () => {
	const { made, keeper, add, stays, gone, merge } = await twoCourses()
	const { reference: visit } = await keeper.run(addEntry, { register: 'visit', values: { name: 'Visit' } })
	expect(await refusalOf(merge(gone.reference, visit))).toMatchObject({ code: 'registers.merge-other-register' })
	const full = await add('Full', ['Dan', 'Eve'])
	expect(await refusalOf(merge(full.reference, gone.reference))).toMatchObject({
		code: 'registers.merge-too-many-rows',
		params: { rows: 4, most: 3, table: 'Persons' }
	})
	const member = await made.as('member')
	expect(
		await refusalOf(
			member.run(mergeRecords, {
				record: gone.reference,
				kind: 'entry',
				version: 1,
				into: stays.reference,
				reason: 'x'
			})
		)
	).toMatchObject({ kind: 'forbidden' })
})
