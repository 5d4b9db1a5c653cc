import { expect, test } from 'vitest'
import { z } from 'zod'
import { command, nothing } from '#platform/operation/operation.server.ts'
import { promise } from '../../../../tests/fixtures/promised.ts'
import { aWorkspace } from '../../../../tests/fixtures/workspace.ts'
import { moveRelation, relatePolicies } from '../relation/relation-commands.ts'
import { getCarries } from './carries-queries.ts'
import { getMatrix } from './matrix-queries.ts'

test('what a review found of a law stands with the instrument and with the law, for whoever sees both, until it is settled', async () => {
	const made = await aWorkspace()
	const { instrument, laws } = await promise(made, { laws: [{ audience: 'secretariat' }] })
	const law = laws[0]?.id ?? ''
	const secretariat = await made.as('secretariat')
	const { id } = await secretariat.run(relatePolicies, {
		from: law,
		fromKind: 'policy',
		type: 'needs-alignment-with',
		to: instrument,
		toKind: 'instrument',
		argument: 'It falls short.'
	})
	// Findings come with reference data, in the note of the relation.
	await (
		await made.as('administrator')
	).run(
		command({
			name: 'workspace.import',
			input: z.strictObject({}),
			output: z.object({}),
			about: nothing,
			allow: () => true,
			async run(here) {
				await here.write.change('link', id, {
					origin_note: 'derived; 1. No offence (Create one); 2. No remedy (Offer it)'
				})
				return {}
			}
		}),
		{}
	)
	const told = [
		{
			relation: id,
			policy: { id: law },
			instrument: { id: instrument },
			argument: 'It falls short.',
			findings: ['No offence (Create one)', 'No remedy (Offer it)']
		}
	]
	expect((await secretariat.ask(getMatrix, { instrument })).reviews).toMatchObject(told)
	expect((await secretariat.ask(getCarries, { policy: law })).reviews).toMatchObject(told)
	expect((await secretariat.ask(getMatrix, { instrument, on: '2026-03-02' })).reviews).toEqual([])
	const member = await made.as('member')
	expect((await member.ask(getMatrix, { instrument })).reviews).toEqual([])
	await secretariat.run(moveRelation, { relation: id, to: 'resolved', reason: 'The law was amended.' })
	expect((await secretariat.ask(getMatrix, { instrument })).reviews).toEqual([])
})
