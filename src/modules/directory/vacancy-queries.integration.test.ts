import { expect, test } from 'vitest'
import { aWorkspace } from '#tests/fixtures/workspace.ts'
import { addNomination } from './membership-commands.ts'
import { listMemberships } from './membership-queries.ts'
import { listVacancies } from './vacancy-queries.ts'

test('a member that has nominated nobody is listed until a principal is nominated', async () => {
	const { as } = await aWorkspace()
	const secretariat = await as('secretariat')
	const filter = { structure: 'committee', actor: 'labour' }
	const { items } = await secretariat.ask(listMemberships, { filter })
	const membership = items[0]?.id ?? ''
	expect((await secretariat.ask(listVacancies, { filter })).items.map(({ id }) => id)).toEqual([membership])
	const office = { membership, office: 'Director', from: '2026-01-01' }
	await secretariat.run(addNomination, { ...office, capacity: 'alternate' })
	expect((await secretariat.ask(listVacancies, { filter })).total).toBe(1)
	await secretariat.run(addNomination, { ...office, capacity: 'principal' })
	expect((await secretariat.ask(listVacancies, { filter })).total).toBe(0)
})

test('the public is told of no vacancy in a structure it may not see', async () => {
	const { as } = await aWorkspace()
	const ofPublic = await (await as('public')).ask(listVacancies, {})
	const ofMember = await (await as('member')).ask(listVacancies, {})
	expect(ofPublic.items.map(({ structure }) => structure.reference)).not.toContain('closed-group')
	expect(ofMember.items.map(({ structure }) => structure.reference)).toContain('closed-group')
	expect(ofPublic.total).toBe(ofPublic.items.length)
})
