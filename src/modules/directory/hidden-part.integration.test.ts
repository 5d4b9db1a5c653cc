import { expect, test } from 'vitest'
import { ownerRows, refusalOf } from '#tests/fixtures/directory.ts'
import { aWorkspace, TODAY } from '#tests/fixtures/workspace.ts'
import { createActor } from './actor-commands.ts'
import { addMembership, addNomination, endMembership, endNomination } from './membership-commands.ts'

const because = { day: TODAY, reason: 'as the test says' }

test('whoever keeps a structure but may not see an actor that sits in it finds neither its membership nor its nominees', async () => {
	const made = await aWorkspace()
	const administrator = await made.as('administrator')
	await administrator.run(createActor, { key: 'shadow', name: 'Shadow', kind: 'agency', audience: 'secretariat' })
	const sits = {
		structure: 'committee',
		actor: 'shadow',
		kind: 'member',
		from: '2020-01-01',
		reason: 'quietly'
	} as const
	const { id: membership } = await administrator.run(addMembership, sits)
	const named = { membership, capacity: 'principal', office: 'Head', from: '2020-01-01' } as const
	const { id: nomination } = await administrator.run(addNomination, named)
	const chair = await made.as('chair')
	const tried = [
		() => chair.run(endMembership, { membership, ...because }),
		() => chair.run(addNomination, { ...named, capacity: 'alternate' }),
		() => chair.run(endNomination, { nomination, ...because })
	]
	for (const work of tried) expect((await refusalOf(work())).kind).toBe('absent')
	const rows = await ownerRows(
		made,
		`select to_day from membership where workspace_id = :workspace and id = '${membership}'`
	)
	expect(rows).toEqual([{ to_day: null }])
	await administrator.run(endNomination, { nomination, ...because })
	await administrator.run(endMembership, { membership, ...because })
})
