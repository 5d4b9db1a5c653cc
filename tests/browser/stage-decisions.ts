import { anActor, run } from './stage.ts'

const DAY = 86_400_000
const reference = (answer: Record<string, unknown>) => String(answer['reference'])

/** Decisions of a meeting that was held, one of which replaced another, and a written procedure that takes answers. */
export async function stageDecisions(structure: string, meeting: string) {
	const { key: actor } = await anActor()
	await run('membership.add', { structure, actor, kind: 'member', from: '2026-01-05', reason: 'named in its terms' })
	await run('attendance.record', { meeting, entries: [{ actor, capacity: 'member', state: 'present' }] })
	const earlier = await run('decision.add', {
		meeting,
		title: 'The register is shared each quarter',
		text: 'The register is shared each quarter.\n\nThe secretariat sees to it.',
		manner: 'consensus'
	})
	const decision = await run('decision.add', {
		meeting,
		title: 'The register is shared each month',
		text: 'The register is shared each month.',
		manner: 'vote',
		votedFor: [actor],
		positions: [{ actor, stance: 'reservation', text: 'Subject to funds' }],
		replaces: [earlier['id']]
	})
	const recommended = await run('recommendation.propose', {
		meeting,
		title: 'One desk at the border',
		text: 'That one desk be opened at the border.',
		addresseeActor: 'zwe-mopslsw',
		areas: ['themes-of-the-sources-labour-migration'],
		manner: 'vote',
		votedFor: [actor],
		positions: [{ actor, stance: 'reservation', text: 'Subject to funds' }]
	})
	const procedure = await run('writtenProcedure.open', {
		structure,
		subject: 'decision',
		title: 'The protocol is adopted',
		text: 'The protocol is adopted.',
		deadline: new Date(Date.now() + 60 * DAY).toISOString().slice(0, 10)
	})
	await run('record.setAudience', {
		record: procedure['id'],
		kind: 'written-procedure',
		version: 1,
		audience: 'public',
		reason: 'for everybody to look at'
	})
	return {
		earlier: reference(earlier),
		decision: reference(decision),
		recommended: reference(recommended),
		procedure: reference(procedure)
	}
}
