import { expect, test } from 'vitest'
import { sendFile } from '#tests/fixtures/register-files.ts'
import { aWorkspace } from '#tests/fixtures/workspace.ts'
import { declareRegister } from '../register-commands.ts'
import { previewEntryImport } from './preview-entries.ts'

// Those who offer a course record it as held; that it is announced is for the keepers.
const YAML = `
register: course
version: 1
code: CRS
names: { en: { one: Course, many: Courses } }
about: { en: Courses. }
title: name
added: [keepers, offering]
changed: [keepers, offering]
groups:
  - { key: keepers, names: { en: Keepers }, roles: [secretariat] }
  - { key: offering, names: { en: Offering }, actor_in: [provider] }
fields:
  - { key: name, type: text, required: true, names: { en: Name } }
  - { key: provider, type: actor, names: { en: Provider } }
  - { key: ended, type: date, names: { en: Ended } }
states:
  - { key: planned, names: { en: Planned } }
  - { key: announced, names: { en: Announced } }
  - { key: held, names: { en: Held }, end: true }
  - { key: dropped, names: { en: Dropped }, end: true }
moves:
  - { key: announce, names: { en: Announce }, from: [planned], to: announced, by: [keepers] }
  - { key: hold, names: { en: Hold }, from: [announced], to: held, by: [keepers, offering], needs: [ended], when: 'ended <= today()' }
  - { key: drop, names: { en: Drop }, from: [planned], to: dropped, by: [keepers, offering] }
`

test('a file brings an entry in the state it came to for whoever may make each move that leads there', async () => {
	const made = await aWorkspace()
	await (await made.as('administrator')).run(declareRegister, { declaration: YAML })
	const faultsOf = async (seat: 'secretariat' | 'member', state: string, ended: string) => {
		const acting = await made.as(seat)
		const bytes = Buffer.from(`name,provider,ended,state\r\nOne,labour,${ended},${state}\r\n`)
		const file = await sendFile(acting, { name: 'entries.csv', bytes })
		const { faults } = await acting.ask(previewEntryImport, { register: 'course', file })
		return faults.map(({ code }) => code)
	}
	const refused = ['registers.file.state-not-yours']
	// The secretariat may make both moves; the member, who offers it, only the second of them.
	expect(await faultsOf('secretariat', 'held', '2026-01-31')).toEqual([])
	expect(await faultsOf('member', 'held', '2026-01-31')).toEqual(refused)
	expect(await faultsOf('member', 'announced', '')).toEqual(refused)
	expect(await faultsOf('member', 'dropped', '')).toEqual([])
	expect(await faultsOf('member', 'planned', '')).toEqual([])
	// What the last move asks for is asked for here too.
	expect(await faultsOf('secretariat', 'held', '')).toEqual(refused)
	expect(await faultsOf('secretariat', 'held', '2027-01-31')).toEqual(refused)
})
