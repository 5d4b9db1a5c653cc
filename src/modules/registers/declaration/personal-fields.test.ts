import { expect, test } from 'vitest'
import { readDeclaration } from './read-declaration.ts'

const declared = (letter: string) => `register: card
version: 1
code: CAX
names: { en: { one: Card, many: Cards } }
about: { en: Cards. }
title: card
added: [keepers]
changed: [keepers]
groups: [{ key: keepers, names: { en: Keepers }, roles: [administrator, secretariat] }]
fields:
  - { key: card, type: text, names: { en: Card } }
  - { key: guest, type: text, personal: true, names: { en: Guest } }
  - { key: greeting, type: formula, formula: '"Dear " + guest', digits: 0, names: { en: Greeting } }
  - { key: letter, type: formula, formula: greeting, digits: 0, ${letter} names: { en: Letter } }
  - { key: label, type: text, names: { en: Label } }
  - { key: printed, type: formula, formula: label, digits: 0, names: { en: Printed } }
  - { key: many, type: formula, formula: count(guests), digits: 0, tells: [guests], names: { en: Many } }
  - { key: paid, type: formula, formula: sum(guests.pay), digits: 0, names: { en: Paid } }
  - { key: slept, type: formula, formula: sum(guests.nights), digits: 0, names: { en: Nights } }
tables:
  - key: guests
    names: { en: Guests }
    row: { en: Guest }
    fields:
      - { key: pay, type: whole-number, personal: true, names: { en: Pay } }
      - { key: nights, type: whole-number, names: { en: Nights } }
      - { key: double, type: formula, formula: pay * 2, digits: 0, names: { en: Double } }
states: [{ key: given, names: { en: Given } }, { key: back, end: true, names: { en: Back } }]
moves: [{ key: come_back, names: { en: Come back }, from: [given], to: back, by: [keepers], does: [{ set: label, to: letter }] }]
`

test('what reads something personal is personal, however far off, and what is told of rows on purpose is not', () => {
	const read = readDeclaration(declared(''))
	if (!('register' in read)) throw new Error(JSON.stringify(read.faults))
	const { personal, tables } = read.register
	expect([...personal].sort()).toEqual(['greeting', 'guest', 'label', 'letter', 'paid', 'printed'])
	expect([...(tables.get('guests')?.personal ?? [])].sort()).toEqual(['double', 'pay'])
})

test('what is worked out from something personal is never public', () => {
	const read = readDeclaration(declared('public: true,'))
	expect('faults' in read ? read.faults.map(({ code, found }) => [code, found]) : []).toContainEqual([
		'public-but-personal',
		'letter'
	])
})
