import { expect, test } from 'vitest'
import { aWorkspace } from '#tests/fixtures/workspace.ts'
import { addNomination } from './membership-commands.ts'
import { listMemberships } from './membership-queries.ts'
import { listOrganizations } from './organization-query.ts'
import { popoloDocument } from './popolo.ts'

const say = (_set: string, word: string) => word

test('the exchange of organizations holds what the reader may see and nothing that hangs on the rest', async () => {
	const { as } = await aWorkspace()
	const ofPublic = await (await as('public')).ask(listOrganizations, {})
	const ofMember = await (await as('member')).ask(listOrganizations, {})
	expect(ofPublic.structures.map(({ reference }) => reference)).toEqual(['committee'])
	expect(ofMember.structures.map(({ reference }) => reference)).toEqual(['closed-group', 'committee'])
	expect([ofPublic.memberships.length, ofMember.memberships.length]).toEqual([2, 4])
	expect(JSON.stringify(popoloDocument(ofPublic, { base: 'https://pitso.example/t/', title: 'T', say }))).not.toContain(
		'closed'
	)
})

test('a nomination is a post held through the membership of its actor', async () => {
	const { as } = await aWorkspace()
	const secretariat = await as('secretariat')
	const { items } = await secretariat.ask(listMemberships, { filter: { structure: 'committee', actor: 'labour' } })
	const membership = items[0]?.id ?? ''
	await secretariat.run(addNomination, { membership, capacity: 'principal', office: 'Director', from: '2026-01-01' })
	const document = popoloDocument(await (await as('public')).ask(listOrganizations, {}), {
		base: 'https://pitso.example/t/',
		title: 'T',
		say
	})
	expect(document.posts).toContainEqual(
		expect.objectContaining({
			label: 'Director',
			role: 'principal',
			held_by_ids: ['actor/labour'],
			memberships: [{ id: `structure/committee#membership-${membership}` }]
		})
	)
})
