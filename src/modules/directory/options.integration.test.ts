import { expect, test } from 'vitest'
import { createActor } from './actor-commands.ts'
import { listOptions } from './options-queries.ts'
import { aWorkspace } from '#tests/fixtures/workspace.ts'

test('choices are kept, and still show what came a moment ago, and to nobody more than they may see', async () => {
	const made = await aWorkspace()
	const administrator = await made.as('administrator')
	const outsider = await made.as('outsider')
	const keys = async (acting: typeof administrator, kind: 'actor' | 'structure') =>
		(await acting.ask(listOptions, { kind })).items.map(({ reference }) => reference)
	const before = await keys(administrator, 'actor')
	expect(await keys(administrator, 'actor')).toEqual(before)
	await administrator.run(createActor, { key: 'mint', kind: 'ministry', name: 'Ministry of the Mint' })
	expect(await keys(administrator, 'actor')).toContain('mint')
	expect(await keys(administrator, 'structure')).toContain('closed-group')
	expect(await keys(outsider, 'structure')).not.toContain('closed-group')
})
