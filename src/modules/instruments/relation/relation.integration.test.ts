import { expect, test } from 'vitest'
import { getHistory } from '#platform/records/record-history.ts'
import { listLinks } from '#platform/records/record-operations.ts'
import { aLaw } from '#tests/fixtures/laws.ts'
import { refusalOf } from '#tests/fixtures/directory.ts'
import { aWorkspace } from '#tests/fixtures/workspace.ts'
import { addInstrument } from '../instrument/instrument-commands.ts'
import { moveRelation, relatePolicies } from './relation-commands.ts'
import { getRelation, listRelations } from './relation-queries.ts'

async function twoLaws() {
	const made = await aWorkspace()
	const labour = await aLaw(made, { name: 'Recruitment Act', provisions: ['Fees are paid by the employer.'] })
	const health = await aLaw(made, { name: 'Health Act', lead: 'health', provisions: ['Fees are paid by the worker.'] })
	return { made, labour, health }
}

test('a relation is a link of both records, with its argument, the office that says so and the source named', async () => {
	const { made, labour, health } = await twoLaws()
	const analyst = await made.as('analyst')
	const { id } = await analyst.run(relatePolicies, {
		from: labour.provisions[0] ?? '',
		fromKind: 'provision',
		type: 'contradicts',
		to: health.provisions[0] ?? '',
		toKind: 'provision',
		argument: 'One says the employer, the other the worker.',
		source: 'Review of laws, page 4',
		sourceYear: 2025
	})
	const relation = await analyst.ask(getRelation, { relation: id })
	expect(relation).toMatchObject({
		type: 'contradicts',
		state: 'open',
		argument: 'One says the employer, the other the worker.',
		from: { whole: { reference: labour.reference }, lead: { reference: 'labour' } },
		to: { whole: { reference: health.reference }, lead: { reference: 'health' } },
		by: { office: 'Office of analyst', actor: { reference: 'labour' } },
		source: 'Review of laws, page 4',
		year: 2025,
		harmonizations: []
	})
	const links = await analyst.ask(listLinks, { record: health.provisions[0] ?? '', kind: 'provision' })
	expect(links.items).toMatchObject([{ id, reads: 'contradicts', source: 'Review of laws, page 4' }])
})

test('of two laws one repeals the other, and none of them a treaty', async () => {
	const { made, labour, health } = await twoLaws()
	const secretariat = await made.as('secretariat')
	const treaty = await secretariat.run(addInstrument, { name: 'Convention', form: 'convention', scope: 'global' })
	const repeals = { type: 'repeals', argument: 'Section 9 says so.' } as const
	const relate = (from: string, to: string, toKind: 'policy' | 'instrument' = 'policy') =>
		secretariat.run(relatePolicies, { ...repeals, from, to, toKind })
	await relate(labour.reference, health.reference)
	expect(await refusalOf(relate(health.reference, labour.reference))).toMatchObject({
		issues: [{ path: ['to'], code: 'instruments.relation-repealed-back' }]
	})
	expect(await refusalOf(relate(labour.reference, treaty.reference, 'instrument'))).toMatchObject({
		issues: [{ path: ['to'], code: 'instruments.relation-changes-treaty' }]
	})
})

test('the list is narrowed by law, provision, leader, type and state', async () => {
	const { made, labour, health } = await twoLaws()
	const third = await aLaw(made, { name: 'Border Act', lead: 'home-affairs' })
	const secretariat = await made.as('secretariat')
	const relate = (from: string, to: string, type: 'overlaps' | 'supports', kind: 'policy' | 'provision' = 'policy') =>
		secretariat.run(relatePolicies, { from, fromKind: kind, type, to, toKind: kind, argument: 'because' })
	const parts = await relate(labour.provisions[0] ?? '', health.provisions[0] ?? '', 'overlaps', 'provision')
	const wholes = await relate(labour.reference, third.reference, 'supports')
	const ids = async (filter: object) =>
		(await secretariat.ask(listRelations, { filter })).items.map(({ id }) => id).sort()
	const both = [parts.id, wholes.id].sort()
	expect(await ids({})).toEqual(both)
	expect(await ids({ policy: labour.reference })).toEqual(both)
	expect(await ids({ policy: health.reference })).toEqual([parts.id])
	expect(await ids({ provision: health.provisions[0] })).toEqual([parts.id])
	expect(await ids({ lead: 'home-affairs' })).toEqual([wholes.id])
	expect(await ids({ lead: 'health' })).toEqual([parts.id])
	expect(await ids({ type: ['supports'] })).toEqual([wholes.id])
	await secretariat.run(moveRelation, { relation: wholes.id, to: 'resolved', reason: 'Both were read again' })
	expect(await ids({ state: ['open'] })).toEqual([parts.id])
	expect(await ids({ state: ['resolved'] })).toEqual([wholes.id])
})

test('a relation is seen by who sees both laws, and by nobody else', async () => {
	const { made, labour } = await twoLaws()
	const hidden = await aLaw(made, { name: 'Shadow Act', audience: 'secretariat', provisions: ['Shadow words'] })
	const secretariat = await made.as('secretariat')
	const { id } = await secretariat.run(relatePolicies, {
		from: labour.provisions[0] ?? '',
		fromKind: 'provision',
		type: 'overlaps',
		to: hidden.provisions[0] ?? '',
		toKind: 'provision',
		argument: 'because'
	})
	for (const key of ['member', 'outsider', 'public'] as const) {
		const seat = await made.as(key)
		expect((await seat.ask(listRelations, {})).total, key).toBe(0)
		expect(await refusalOf(seat.ask(getRelation, { relation: id })), key).toMatchObject({ kind: 'absent' })
		expect(
			await refusalOf(seat.run(moveRelation, { relation: id, to: 'resolved', reason: 'because' })),
			key
		).toMatchObject({ kind: 'absent' })
	}
})

test('a relation moves to and fro with its reason, by whoever leads either side, and the reason stands in the history', async () => {
	const { made, labour, health } = await twoLaws()
	const member = await made.as('member')
	const { id } = await member.run(relatePolicies, {
		from: labour.reference,
		type: 'contradicts',
		to: health.reference,
		argument: 'because'
	})
	// Whoever leads the other side may say that it is settled; whoever leads neither may not.
	const outsider = await made.as('outsider')
	await outsider.run(moveRelation, { relation: id, to: 'resolved', reason: 'The Act was amended' })
	const chair = await made.as('chair')
	expect(await refusalOf(chair.run(moveRelation, { relation: id, to: 'open', reason: 'no' }))).toMatchObject({
		kind: 'forbidden'
	})
	expect(await refusalOf(member.run(moveRelation, { relation: id, to: 'resolved', reason: 'again' }))).toMatchObject({
		code: 'platform.link-state-same'
	})
	await member.run(moveRelation, { relation: id, to: 'open', reason: 'It came back' })
	expect((await member.ask(getRelation, { relation: id })).state).toBe('open')
	const { items } = await member.ask(getHistory, { record: labour.reference, kind: 'policy' })
	expect(items.map(({ operation, reason }) => [operation, reason])).toEqual(
		expect.arrayContaining([
			['relation.move', 'It came back'],
			['relation.move', 'The Act was amended']
		])
	)
	expect(
		await refusalOf(
			chair.run(relatePolicies, { from: labour.reference, type: 'overlaps', to: health.reference, argument: 'x' })
		)
	).toMatchObject({ kind: 'forbidden' })
})
