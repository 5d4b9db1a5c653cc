import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { speak } from '#platform/languages/words.ts'
import { catalogue } from '#words'
import { readDeclaration } from '../../declaration/read-declaration.ts'
import { FUNCTIONS } from '../../formula/functions.ts'
import { sayCondition } from './say-condition.ts'

const declared = (path: string) => {
	const read = readDeclaration(readFileSync(path, 'utf8'))
	if (!('register' in read)) throw new Error(`${path} is not sound`)
	return read.register.declaration
}
const training = () => declared('tests/fixtures/training.yaml')

test.each([
	['mode != "online"', '“Way it is held” is not “Online”'],
	['mode = "mixed" and seats >= 1200', '“Way it is held” is “Mixed” and “Places offered” ≥ 1,200'],
	['one_of(mode, "mixed", "in-person")', '“Way it is held” is one of “Mixed” and “In person”'],
	['ends <= today()', '“Ends” ≤ today'],
	[
		'begins = empty or (seats > 1 and not (ends = empty))',
		'“Begins” is empty or “Places offered” > 1 and not (“Ends” is empty)'
	],
	['(begins = empty or ends = empty) and seats > 1', '(“Begins” is empty or “Ends” is empty) and “Places offered” > 1'],
	['count(participants) > 0', 'number of rows in “Participants” > 0'],
	['days_between(begins, ends) > 3', 'the days from “Begins” to “Ends” > 3'],
	['add_months(today(), 24)', '24 months after today'],
	['if(seats > 1, "many", empty)', 'many if “Places offered” > 1, else empty'],
	['first_filled(begins, ends)', 'the first of these that is filled in: “Begins” and “Ends”'],
	['count(participants, sex = "female")', 'the number of rows in “Participants” where “Sex” is “Female”']
])('the condition %s is told in words', (condition, said) => {
	expect(sayCondition(speak(catalogue, 'en'), training(), condition)).toBe(said)
})

test('the condition of a field in a table names the fields of its row, in the reader’s language', () => {
	expect(sayCondition(speak(catalogue, 'fr'), training(), 'sex = "female"', { table: 'participants' })).toBe(
		'«\u202fSexe\u202f» est «\u202fFemme\u202f»'
	)
})

test('what is not yes may also be not stated', () => {
	const service = declared('reference/registers/service.yaml')
	expect(sayCondition(speak(catalogue, 'en'), service, 'not location_kept_secret')).toBe(
		'“Its location is kept secret” is not Yes'
	)
})

test('every function of formulas has words of its own', () => {
	const told = new Set(['today', 'one_of', 'includes'])
	const english = catalogue['en'] ?? {}
	const missing = [...FUNCTIONS.keys()].filter(
		(name) => !told.has(name) && !(`registers.condition.call.${name}` in english)
	)
	expect(missing).toEqual([])
})
