import { expect, test } from 'vitest'
import { readDeclaration } from '../declaration/read-declaration.ts'
import { seenDeclaration, seenText } from './seen-declaration.ts'

const text = `
register: shelter
version: 1
code: SHL
names: { en: { one: Shelter, many: Shelters } }
about: { en: For the tests. }
title: name
added: [keepers]
changed: [keepers]
lists:
  - { key: danger, names: { en: Dangers }, codes: [{ key: high, names: { en: High } }] }
  - { key: kinds, names: { en: Kinds }, codes: [{ key: one, names: { en: One } }] }
groups:
  - { key: keepers, names: { en: Keepers }, roles: [administrator, secretariat] }
  - { key: guards, names: { en: Guards }, roles: [caseworker], actor_in: [guard] }
fields:
  - { key: name, type: text, names: { en: Name }, required: true, public: true }
  - { key: kind, type: one-of, codes: { list: kinds }, names: { en: Kind }, filtered: true, public: true }
  - { key: level, type: one-of, codes: { list: danger }, names: { en: Level of danger }, filtered: true, seen: guards }
  - { key: guard, type: actor, names: { en: Guard }, filtered: true, seen: guards }
  - { key: beds, type: whole-number, names: { en: Beds }, filtered: true, seen: guards }
  - { key: people, type: formula, formula: count(persons), tells: [persons], names: { en: People }, public: true }
tables:
  - { key: persons, names: { en: Persons }, row: { en: Person }, seen: guards, fields: [{ key: who, type: text, names: { en: Who } }] }
checks:
  - { key: full, must: beds < 40, at: beds, message: { en: At most forty beds. } }
states:
  - { key: open, public: true, names: { en: Open } }
  - { key: shut, end: true, names: { en: Shut } }
moves:
  - { key: shut, names: { en: Shut }, from: [open], to: shut, by: [keepers], does: [{ set: beds, to: "0" }] }
views:
  - { key: all, names: { en: All }, columns: [name, beds] }
  - { key: dangerous, names: { en: Dangerous }, where: { level: [high] } }
headlines:
  - { key: beds, names: { en: Beds }, sum: beds }
charts:
  - { key: levels, names: { en: By level }, by: level }
  - { key: kinds, names: { en: By kind }, by: kind }
`

const read = readDeclaration(text)
if (!('register' in read)) throw new Error(JSON.stringify(read.faults))
const { register } = read
const seat = (role: string) => ({ role, actorId: null, audience: ['public', `role:${role}`] })

test('what is declared of hidden parts is told to nobody who sees them in no entry, by no formula, view, check or code list', () => {
	for (const role of ['public', 'observer', 'secretariat']) {
		const told = JSON.stringify(seenDeclaration(register, seat(role)))
		expect(told).not.toMatch(/level|danger|beds|persons|forty|guard/i)
		expect(told).toMatch(/"people".*"all".*"kinds"/)
		expect(seenText(register, text, seat(role))).not.toMatch(/level|danger|beds|persons|forty|guard/i)
	}
})

test('who declares registers, and who sees every part, is given the declaration whole, as it was written', () => {
	for (const role of ['administrator', 'caseworker']) {
		expect(seenDeclaration(register, seat(role))).toBe(register.declaration)
		expect(seenText(register, text, seat(role))).toBe(text)
	}
})
