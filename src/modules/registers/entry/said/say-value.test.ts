import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { speak } from '#platform/languages/words.ts'
import { catalogue } from '#words'
import { readDeclaration } from '../../declaration/read-declaration.ts'
import type { AnyField } from '../../declaration/declaration.ts'
import type { Value } from '../values.ts'
import { readyRegister } from './ready-register.ts'
import { labelOf, sayState, sayValue, type SayingNames } from './say-value.ts'

const yaml = `
register: sample
version: 1
code: SMP
names: { en: { one: Sample, many: Samples } }
about: { en: All types. }
title: name
added: [all]
changed: [all]
lists:
  - key: colour
    names: { en: Colour }
    codes:
      - { key: red, names: { en: Red, fr: Rouge } }
      - { key: blue, names: { en: Blue, fr: Bleu }, retired: true }
groups: [{ key: all, names: { en: All }, roles: [secretariat] }]
fields:
  - { key: name, type: text, names: { en: Name } }
  - { key: story, type: long-text, names: { en: Story } }
  - { key: people, type: whole-number, names: { en: People } }
  - { key: begun_in, type: whole-number, least: 1900, most: 2100, names: { en: Year } }
  - { key: area, type: decimal, digits: 4, unit: { en: ha }, names: { en: Area } }
  - { key: cost, type: money, names: { en: Cost } }
  - { key: begins, type: date, names: { en: Begins } }
  - { key: founded, type: partial-date, names: { en: Founded } }
  - { key: lasts, type: period, names: { en: Lasts } }
  - { key: open, type: yes-no, names: { en: Open } }
  - { key: colour, type: one-of, codes: { list: colour }, names: { en: Colour } }
  - { key: colours, type: many-of, codes: { list: colour }, names: { en: Colours } }
  - { key: theme, type: one-of, codes: { framework: african-union }, names: { en: Theme } }
  - { key: who, type: actor, names: { en: Who } }
  - { key: body, type: structure, names: { en: Body } }
  - { key: officer, type: seat, names: { en: Officer } }
  - { key: thing, type: record, names: { en: Thing } }
  - { key: other, type: entry, register: sample, filtered: true, names: { en: Other } }
  - { key: country, type: country, names: { en: Country } }
  - { key: place, type: place, names: { en: Place } }
  - { key: paper, type: file, names: { en: Paper } }
  - { key: street, type: address, names: { en: Street } }
  - { key: mail, type: email, names: { en: Mail } }
  - { key: phone, type: telephone, names: { en: Phone } }
  - { key: twice, type: formula, formula: people * 2, digits: 0, names: { en: Twice } }
  - { key: called, type: formula, formula: name, names: { en: Called } }
  - { key: day_after, type: formula, formula: "add_days(begins, 1)", names: { en: Day after } }
  - { key: others, type: linked-count, register: sample, by: other, names: { en: Others } }
states:
  - { key: here, names: { en: Here, fr: Ici }, end: true }
`
const ready = () => {
	const read = readDeclaration(yaml)
	if (!('register' in read)) throw new Error(JSON.stringify(read.faults))
	return read.register
}
const register = ready()
const ID = '0190a1b2-0000-7000-8000-000000000001'
const names: SayingNames = {
	records: new Map([
		[ID, { id: ID, kind: 'actor', reference: 'home', title: { en: 'Home Affairs', fr: 'Intérieur' }, acronym: 'HA' }]
	]),
	seats: new Map([[ID, { office: 'Director' }]]),
	files: new Map([[ID, { name: 'programme.pdf' }]]),
	areas: [
		{ framework: 'african-union', key: 'labour', title: { en: 'Labour migration' }, retired: false },
		{ framework: 'other', key: 'labour', title: { en: 'Something else' }, retired: false }
	]
}

const fieldOf = (key: string): AnyField => {
	const field = register.fields.get(key)?.field
	if (!field) throw new Error(`no field ${key}`)
	return field
}
const say = (language: string, key: string, value: Value) =>
	sayValue(speak(catalogue, language), fieldOf(key), register, value, names)

describe('a value is said', () => {
	test.each<[string, Value, string]>([
		['name', 'Border course', 'Border course'],
		['people', '12345', '12,345'],
		['begun_in', '1996', '1996'],
		['area', '1234.5', '1,234.5\u00a0ha'],
		['cost', { amount: '123456789012.5', currency: 'LSL' }, 'LSL\u00a0123,456,789,012.50'],
		['cost', { amount: '90071992547409931.01', currency: 'USD' }, 'USD\u00a090,071,992,547,409,931.01'],
		['cost', { amount: '500', currency: 'UGX' }, 'UGX\u00a0500'],
		['begins', '2026-03-01', '1 March 2026'],
		['founded', '1996', '1996'],
		['founded', '1996-04', 'April 1996'],
		['lasts', { from: '2026-03-01', to: '2026-04-01' }, '1 March 2026 to 1 April 2026'],
		['lasts', { from: '2026-03-01', to: null }, 'Since 1 March 2026'],
		['lasts', { from: '2026-03-01', to: '2026-03-01' }, '1 March 2026'],
		['open', true, 'Yes'],
		['open', false, 'No'],
		['colour', 'red', 'Red'],
		['colour', 'blue', 'Blue (no longer used)'],
		['colour', 'gone', 'gone'],
		['colours', ['red', 'blue'], 'Red and Blue (no longer used)'],
		['theme', 'labour', 'Labour migration'],
		['officer', ID, 'Director'],
		['country', 'LSO', 'Lesotho'],
		['paper', ID, 'programme.pdf'],
		['twice', '2468', '2,468'],
		['called', '2026', '2026'],
		['day_after', '2026-03-02', '2 March 2026'],
		['others', '1200', '1,200']
	])('of the field %s: %j', (key, value, text) => {
		expect(say('en', key, value).text).toBe(text)
	})

	test.each(['who', 'body', 'thing', 'other'])(
		'of the field %s by the name of the record, with where it stands',
		(key) => {
			expect(say('fr', key, ID)).toEqual({ text: 'Intérieur (HA)', record: names.records?.get(ID) })
		}
	)

	test('in French with its own marks', () => {
		expect(say('fr', 'cost', { amount: '1234567.5', currency: 'LSL' }).text).toBe('1\u202f234\u202f567,50\u00a0LSL')
		expect(say('fr', 'people', '12345').text).toBe('12\u202f345')
		expect(say('fr', 'colour', 'blue').text).toBe('Bleu (n’est plus utilisé)')
		expect(say('fr', 'begins', '2026-03-01').text).toBe('1er mars 2026')
	})

	test('a place with a town and a province of one name, which is said once', () => {
		const place = { country: 'ZWE', area: 'Harare', locality: 'harare ', latitude: null, longitude: null }
		expect(say('en', 'place', { ...place, locality: 'Harare' }).text).toBe('Harare, Zimbabwe')
		expect(say('en', 'place', { ...place, locality: 'Mbare' }).text).toBe('Mbare, Harare, Zimbabwe')
	})
	test('with its lines: a place, an address, paragraphs, codes', () => {
		const place = { country: 'LSO', area: 'Berea', locality: 'Teyateyaneng', latitude: '-29.15', longitude: '27.74' }
		expect(say('en', 'place', place).lines).toEqual([
			'Teyateyaneng',
			'Berea',
			'Lesotho',
			'-29.15° latitude, 27.74° longitude'
		])
		expect(say('en', 'place', { ...place, area: null, locality: null, latitude: null, longitude: null }).text).toBe(
			'Lesotho'
		)
		expect(say('en', 'street', 'Kingsway\nMaseru').lines).toEqual(['Kingsway', 'Maseru'])
		expect(say('en', 'story', 'One.\n\nTwo.').lines).toEqual(['One.', 'Two.'])
		expect(say('en', 'story', 'One.').lines).toBeUndefined()
		expect(say('en', 'colours', ['red']).lines).toEqual(['Red'])
	})

	test('with where it leads', () => {
		expect(say('en', 'mail', 'a@b.org').href).toBe('mailto:a@b.org')
		expect(say('en', 'phone', '+266 22 31 1111').href).toBe('tel:+26622311111')
		expect(say('en', 'paper', ID).file).toBe(ID)
	})

	test('without the name of a record that the seat does not see', () => {
		expect(sayValue(speak(catalogue, 'en'), fieldOf('who'), register, ID)).toEqual({ text: 'Not shown to this seat' })
	})
})

test('the texts of a declaration are told in the reader’s language, in English else', () => {
	expect(labelOf({ en: 'Red', fr: 'Rouge' }, 'fr')).toBe('Rouge')
	expect(labelOf({ en: 'Red', fr: 'Rouge' }, 'st')).toBe('Red')
	expect(sayState(speak(catalogue, 'fr'), register.declaration, 'here')).toBe('Ici')
	expect(sayState(speak(catalogue, 'fr'), register.declaration, 'gone')).toBe('gone')
})

test('a declaration is made ready once for all who hold it', () => {
	expect(readyRegister(register.declaration)).toBe(readyRegister(register.declaration))
	expect(() => readyRegister({})).toThrow()
})

test('every register that is shipped says its states and codes in three languages', () => {
	const read = readDeclaration(readFileSync('tests/fixtures/training.yaml', 'utf8'))
	if (!('register' in read)) throw new Error('training is not sound')
	const mode = read.register.fields.get('mode')?.field
	if (!mode) throw new Error('no mode')
	expect(sayValue(speak(catalogue, 'pt'), mode, read.register, 'online').text).toBe('Em linha')
})
