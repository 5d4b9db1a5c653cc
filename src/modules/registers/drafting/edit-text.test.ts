import { readFileSync, readdirSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readDeclaration } from '../declaration/read-declaration.ts'
import { openDraft, writeDraft } from './draft-document.ts'
import { editPiece, movePiece, takeOutPiece } from './edit-text.ts'
import { looseOf, nameAmong, pieceOfPlace, SECTIONS } from './loose-declaration.ts'
import { followersOf } from './rename-key.ts'

const FOLDER = new URL('../../../../reference/registers/', import.meta.url)
const shipped = readdirSync(FOLDER)
	.filter((file) => file.endsWith('.yaml'))
	.map((file) => readFileSync(new URL(file, FOLDER), 'utf8'))
// The example of the documentation names all that a declaration can say.
const documented =
	/```yaml\n(register:[\s\S]*?)```/.exec(
		readFileSync(new URL('../../../../docs/registers.md', import.meta.url), 'utf8')
	)?.[1] ?? ''

const languages = ['en', 'fr', 'pt']
const plainOf = (text: string) => openDraft(text)?.plain
const keyed = { names: { en: 'X' } }

/** The form of a piece as it stands, sent as a page sends it: enough for what the tests change. */
const sentFor = (more: Record<string, string | string[]>) =>
	Object.fromEntries(
		Object.entries(more).map(([name, value]) => [`of:${name}`, Array.isArray(value) ? value : [value]])
	)

const comments = (text: string) => [...text.matchAll(/# .*/g)].map(([comment]) => comment.trim()).sort()

const small = `# A register of the tests
register: visit
version: 1
code: VST
names: { en: { one: Visit, many: Visits } } # what it is called
about: { en: Visits. }
title: purpose
added: [keepers]
changed: [keepers]
lists:
  # how it was made
  - key: form
    names: { en: Form }
    codes:
      - { key: visit, names: { en: Visit, sn: Kushanya } } # in person
      - { key: online, names: { en: Online } }
groups:
  - { key: keepers, names: { en: Keepers }, roles: [administrator] }
fields:
  # the first
  - { key: purpose, type: text, required: true, names: { en: Purpose } } # behind it
  - { key: form, type: one-of, codes: { list: form }, default: visit, filtered: true, names: { en: Form } }
  - { key: people, type: formula, formula: 'count(visitors, sex = "f" and purpose != empty)', names: { en: People } }
  - { key: cost, type: money, currency: USD, asked: 'form = "visit"', names: { en: Cost } }
tables:
  - { key: visitors, names: { en: Visitors }, row: { en: Visitor }, fields: [{ key: sex, type: text, names: { en: Sex } }] }
states:
  - { key: planned, names: { en: Planned } }
  - { key: made, names: { en: Made }, end: true }
moves:
  - { key: report, names: { en: Report }, from: [planned], to: made, by: [keepers], needs: [cost, visitors] }
views:
  - { key: to-come, names: { en: To come }, where: { state: [planned], form: [visit] }, columns: [cost, form], sort: -cost }
`

test('a check is known by what it tells, and a field that is asked for no longer as such', () => {
	const { sections, fields } = looseOf({
		fields: [{ key: 'note', names: { en: 'Note' }, type: 'text', retired: true }],
		checks: [{ key: 'past', message: { en: 'It lies before today.' } }]
	})
	expect(sections['checks']).toEqual([{ key: 'past', names: { en: 'It lies before today.' } }])
	expect(fields).toMatchObject([{ key: 'note', retired: true }])
})

describe('an edit of a piece', () => {
	test('keeps every comment, the order and the shape of all else', () => {
		const { text } = editPiece(small, {
			piece: 'fields/purpose',
			type: '',
			languages,
			sent: sentFor({ 'names:en': 'Reason', 'names:fr': 'Motif', key: 'purpose', required: 'always' })
		})
		expect(comments(text)).toEqual(comments(small))
		expect(text).toContain('{ key: purpose, type: text, required: true, names: { en: Reason, fr: Motif } } # behind it')
		const changed = text.split('\n').filter((line) => !small.split('\n').includes(line))
		expect(changed).toHaveLength(1)
	})

	test('that gives the register another key is followed where it names itself, and nowhere else', () => {
		const fields = '  - { key: part_of, type: entry, register: visit-note, filtered: true, names: { en: Part of } }'
		const other = '  - { key: seen_in, type: entry, register: visit, filtered: true, names: { en: Seen in } }'
		const text = small
			.replace(/^register: .*/m, 'register: visit-note')
			.replace('fields:\n', `fields:\n${fields}\n${other}\n`)
		const edited = editPiece(text, {
			piece: 'head',
			type: '',
			languages,
			sent: sentFor({
				'names:en:one': 'Note',
				'about:en': 'x',
				register: 'note',
				code: 'VST',
				title: 'purpose',
				added: ['keepers'],
				changed: ['keepers']
			})
		})
		expect(plainOf(edited.text)).toMatchObject({
			register: 'note',
			fields: { 0: { register: 'note' }, 1: { register: 'visit' } }
		})
	})

	test('of a field adds it behind the others, with a key made from its name and what its type has', () => {
		const { text, piece } = editPiece(small, {
			piece: 'fields/+',
			type: 'date',
			languages,
			sent: sentFor({ 'names:en': 'Day of the visit', filtered: 'on', required: 'form = "visit"' })
		})
		expect(piece).toBe('fields/day_of_the_visit')
		expect(plainOf(text)).toMatchObject({
			fields: {
				4: {
					key: 'day_of_the_visit',
					type: 'date',
					names: { en: 'Day of the visit' },
					filtered: true,
					required: 'form = "visit"'
				}
			}
		})
		expect(comments(text)).toEqual(comments(small))
	})

	test('takes away what another type had of its own', () => {
		const { text } = editPiece(small, {
			piece: 'fields/cost',
			type: 'date',
			languages,
			sent: sentFor({ 'names:en': 'Day', key: 'cost', asked: 'form = "visit"' })
		})
		expect(plainOf(text)).toMatchObject({ fields: { 3: { type: 'date', asked: 'form = "visit"' } } })
		expect(text).not.toContain('USD')
	})

	test('without the name it cannot do without is refused at that input', () => {
		const edit = () => editPiece(small, { piece: 'fields/+', type: 'text', languages, sent: {} })
		expect(edit).toThrow(
			expect.objectContaining({ kind: 'invalid', issues: [{ path: ['of:names:en'], code: 'platform.field.missing' }] })
		)
	})

	test('of a list of codes takes many at once, and leaves names in languages it does not ask for', () => {
		const { text } = editPiece(small, {
			piece: 'lists/form',
			type: '',
			languages,
			sent: sentFor({
				'names:en': 'Form',
				key: 'form',
				codes: 'visit = Visit | Visite\r\nOnline\r\nBoth ways | Mixte',
				retired: 'online'
			})
		})
		expect(plainOf(text)).toMatchObject({
			lists: [
				{
					codes: [
						{ key: 'visit', names: { en: 'Visit', fr: 'Visite', sn: 'Kushanya' } },
						{ key: 'online', retired: true },
						{ key: 'both-ways', names: { en: 'Both ways', fr: 'Mixte' } }
					]
				}
			]
		})
	})

	test('of what is not there, or of a text that is no YAML, is refused', () => {
		expect(() => takeOutPiece(small, 'fields/nothing')).toThrow(expect.objectContaining({ kind: 'absent' }))
		expect(() => takeOutPiece('fields: [', 'fields/nothing')).toThrow(expect.objectContaining({ kind: 'conflict' }))
	})

	test('moves and takes out what it names, and comes back to where it began', () => {
		const down = movePiece(small, { piece: 'fields/form', by: 'down' }).text
		expect(looseOf(plainOf(down)).fields.map(({ key }) => key)).toEqual(['purpose', 'people', 'form', 'cost'])
		expect(plainOf(movePiece(down, { piece: 'fields/form', by: 'up' }).text)).toEqual(plainOf(small))
		expect(plainOf(movePiece(small, { piece: 'fields/purpose', by: 'up' }).text)).toEqual(plainOf(small))
		expect(looseOf(plainOf(takeOutPiece(small, 'tables/visitors').text)).tables).toEqual([])
	})
})

describe('a key that changes', () => {
	const renamed = (piece: string, to: string, more: Record<string, string | string[]>, type = '') =>
		plainOf(editPiece(small, { piece, type, languages, sent: sentFor({ key: to, ...more }) }).text)

	test('of a field is followed by formulas, conditions, columns, filters and moves', () => {
		expect(
			renamed('fields/form', 'way', { 'names:en': 'Form', codes: 'list:form', default: 'visit', filtered: 'on' })
		).toMatchObject({
			fields: { 3: { asked: 'way = "visit"' } },
			views: [{ where: { state: ['planned'], way: ['visit'] }, columns: ['cost', 'way'] }]
		})
		expect(
			renamed('fields/cost', 'price', { 'names:en': 'Cost', currency: 'USD', asked: 'form = "visit"' })
		).toMatchObject({
			moves: [{ needs: ['price', 'visitors'] }],
			views: [{ columns: ['price', 'form'], sort: '-price' }]
		})
		expect(renamed('fields/purpose', 'why', { 'names:en': 'Purpose', required: 'always' })).toMatchObject({
			title: 'why',
			fields: { 2: { formula: 'count(visitors, sex = "f" and why != empty)' } }
		})
	})

	test('of a table, a field of its rows, a state, a group, a list and a code is followed too', () => {
		expect(renamed('tables/visitors', 'guests', { 'names:en': 'Visitors', 'row:en': 'Visitor' })).toMatchObject({
			fields: { 2: { formula: 'count(guests, sex = "f" and purpose != empty)' } },
			moves: [{ needs: ['cost', 'guests'] }]
		})
		expect(renamed('tables/visitors/sex', 'gender', { 'names:en': 'Sex' })).toMatchObject({
			fields: { 2: { formula: 'count(visitors, gender = "f" and purpose != empty)' } }
		})
		expect(renamed('states/planned', 'meant', { 'names:en': 'Planned' })).toMatchObject({
			moves: [{ from: ['meant'], to: 'made' }],
			views: [{ where: { state: ['meant'] } }]
		})
		expect(renamed('groups/keepers', 'office', { 'names:en': 'Keepers', roles: ['administrator'] })).toMatchObject({
			added: ['office'],
			changed: ['office'],
			moves: [{ by: ['office'] }]
		})
		expect(renamed('lists/form', 'way', { 'names:en': 'Form', codes: 'visit = Visit\nonline = Online' })).toMatchObject(
			{
				fields: { 1: { codes: { list: 'way' } } }
			}
		)
		expect(
			renamed('lists/form', 'form', { 'names:en': 'Form', codes: 'journey = Visit\nonline = Online' })
		).toMatchObject({
			fields: { 1: { default: 'journey' }, 3: { asked: 'form = "journey"' } },
			views: [{ where: { form: ['journey'] } }]
		})
	})

	test('leaves texts, names, functions and keys of other things alone', () => {
		const plain = plainOf(
			small.replace('asked: \'form = "visit"\'', 'asked: \'form = "form" and length(purpose) > 1\'')
		)
		const followed = followersOf(plain, { of: 'field', from: 'form', to: 'way' })
		expect(followed).toContainEqual({ place: ['fields', 3, 'asked'], value: 'way = "form" and length(purpose) > 1' })
		expect(followersOf(plain, { of: 'field', from: 'length', to: 'x' })).toEqual([
			{ place: ['fields', 3, 'asked'], value: 'form = "form" and x(purpose) > 1' }
		])
		expect(followersOf(plain, { of: 'state', from: 'made', to: 'done' })).toEqual([
			{ place: ['moves', 0, 'to'], value: 'done' }
		])
	})
})

describe('every declaration that is shipped or documented', () => {
	test.each([...shipped, documented].map((text) => [/register: (\S+)/.exec(text)?.[1] ?? '', text]))(
		'%s stands as it was written where nothing was edited, and says the same with all its comments where it is written anew',
		(_key, text) => {
			const opened = openDraft(text)
			expect(opened).not.toBeNull()
			expect(opened && writeDraft(opened.document, text)).toBe(text)
			const afresh = opened ? writeDraft(opened.document, '') : ''
			expect(plainOf(afresh)).toEqual(opened?.plain)
			expect(comments(afresh)).toEqual(comments(text))
		}
	)

	test('is as sound after any of its pieces moved down and up again', () => {
		const pieces = [...shipped, documented].flatMap((text) => {
			const loose = looseOf(plainOf(text))
			return SECTIONS.flatMap((section) =>
				(loose.sections[section] ?? [])
					.slice(0, -1)
					.map((_, index) => ({ text, piece: `${section}/${nameAmong(loose.sections[section] ?? [], index)}` }))
			)
		})
		fc.assert(
			fc.property(fc.constantFrom(...pieces), ({ text, piece }) => {
				const moved = movePiece(movePiece(text, { piece, by: 'down' }).text, { piece, by: 'up' }).text
				expect(comments(moved)).toEqual(comments(text))
				expect(plainOf(moved)).toEqual(plainOf(text))
				expect('register' in readDeclaration(moved)).toBe('register' in readDeclaration(text))
			}),
			{ numRuns: 20 }
		)
	})
})

describe('a fault leads to the form in which it is mended', () => {
	test.each([
		[['title'], 'head'],
		[[], 'head'],
		[['fields', 1, 'codes'], 'fields/form'],
		[['fields'], 'fields'],
		[['fields', 9, 'key'], 'fields'],
		[['tables', 0, 'fields', 0, 'type'], 'tables/visitors/sex'],
		[['tables', 0, 'row'], 'tables/visitors'],
		[['moves', 0, 'does', 0, 'to'], 'moves/report/~0'],
		[['views', 0, 'columns', 1], 'views/to-come'],
		[['retention', 'from'], 'retention'],
		[['added', 0], 'head']
	] as const)('%j in %s', (place, piece) => {
		expect(pieceOfPlace(plainOf(small), place)).toBe(piece)
	})

	test('also where keys are missing or stand twice', () => {
		const plain = { fields: [{ key: 'one' }, { key: 'one' }, keyed] }
		expect(pieceOfPlace(plain, ['fields', 1, 'key'])).toBe('fields/~1')
		expect(pieceOfPlace(plain, ['fields', 2, 'key'])).toBe('fields/~2')
	})
})
