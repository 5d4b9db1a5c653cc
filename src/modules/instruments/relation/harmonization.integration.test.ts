import { expect, test } from 'vitest'
import { getAgendaItem } from '#modules/deliberation/meeting/agenda-queries.ts'
import { addStandingItems } from '#modules/deliberation/meeting/meeting-commands.ts'
import { getMeeting } from '#modules/deliberation/meeting/meeting-queries.ts'
import { getMinutes } from '#modules/deliberation/minutes/minute-queries.ts'
import { listAttention } from '#platform/records/attention.ts'
import { planned } from '#tests/fixtures/committee.ts'
import { aLaw } from '#tests/fixtures/laws.ts'
import { aWorkspace, type SeatKey } from '#tests/fixtures/workspace.ts'
import { refusalOf } from '#tests/fixtures/directory.ts'
import { putOnAgenda } from './agenda-commands.ts'
import {
	addHarmonization,
	answerHarmonization,
	changeHarmonization,
	relateHarmonization,
	reopenHarmonization,
	resolveHarmonization,
	unrelateHarmonization
} from './harmonization-commands.ts'
import { getHarmonization, harmonizationBoard, listHarmonizations } from './harmonization-queries.ts'
import { relatePolicies } from './relation-commands.ts'
import { getRelation } from './relation-queries.ts'

/** Three policies of three ministries that stand in each other's way, and the item that brings them into line. */
async function aClash(more: object = {}) {
	const made = await aWorkspace()
	const exporting = await aLaw(made, {
		name: 'Human export policy',
		form: 'policy',
		provisions: ['Nurses may be sent abroad.']
	})
	const gaining = await aLaw(made, {
		name: 'Brain gain policy',
		form: 'policy',
		lead: 'health',
		provisions: ['Nurses are kept at home.']
	})
	const working = await aLaw(made, { name: 'Labour migration policy', form: 'policy', lead: 'home-affairs' })
	const secretariat = await made.as('secretariat')
	const between = await secretariat.run(relatePolicies, {
		from: exporting.provisions[0] ?? '',
		fromKind: 'provision',
		type: 'contradicts',
		to: gaining.provisions[0] ?? '',
		toKind: 'provision',
		argument: 'One sends nurses abroad, the other keeps them.'
	})
	const wholes = await secretariat.run(relatePolicies, {
		from: working.reference,
		type: 'overlaps',
		to: exporting.reference,
		argument: 'Both name who places workers abroad.'
	})
	const item = await secretariat.run(addHarmonization, {
		title: 'Who goes abroad',
		text: 'The three policies say different things of nurses.',
		structure: 'committee',
		relations: [between.id, wholes.id],
		...more
	})
	const read = async (key: SeatKey = 'secretariat') =>
		(await made.as(key)).ask(getHarmonization, { harmonization: item.reference })
	const changing = async () => ({ harmonization: item.reference, version: (await read()).version })
	const stateOf = async (relation: string) => (await secretariat.ask(getRelation, { relation })).state
	return { made, secretariat, exporting, gaining, working, between, wholes, item, read, changing, stateOf }
}

const names = (named: readonly { reference: string }[]) => named.map(({ reference }) => reference).sort()

test('an item names the pairs of laws it is about, and the leaders of all sides must agree', async () => {
	const { item, read, exporting, gaining, working } = await aClash()
	expect(item.reference).toMatch(/-HAR-2026-001$/)
	const page = await read()
	expect(page.pairs.map(({ one, other }) => [one.reference, other.reference].sort())).toEqual(
		expect.arrayContaining([
			[exporting.reference, gaining.reference].sort(),
			[exporting.reference, working.reference].sort()
		])
	)
	expect(page.pairs).toHaveLength(2)
	expect(names(page.agreers.map(({ actor }) => actor))).toEqual(['health', 'home-affairs', 'labour'])
	expect(names(page.waitsFor)).toEqual(['health', 'home-affairs', 'labour'])
	expect(page.relations.map(({ state }) => state)).toEqual(['open', 'open'])
})

test('each actor answers for itself, the first answer begins the work, and nobody answers for another but the secretariat', async () => {
	const { made, secretariat, item, read, between, stateOf } = await aClash()
	const harmonization = item.reference
	const member = await made.as('member')
	expect(
		await refusalOf(member.run(answerHarmonization, { harmonization, actor: 'health', answer: 'agrees' }))
	).toMatchObject({ kind: 'forbidden' })
	expect(
		await refusalOf((await made.as('observer')).run(answerHarmonization, { harmonization, answer: 'agrees' }))
	).toMatchObject({ kind: 'forbidden' })
	expect(await refusalOf(member.run(answerHarmonization, { harmonization, answer: 'disagrees' }))).toMatchObject({
		issues: [{ path: ['note'], code: 'instruments.answer-without-reasons' }]
	})
	await member.run(answerHarmonization, { harmonization, answer: 'agrees-in-part', note: 'For nurses alone' })
	const page = await read()
	expect(page.standing).toBe('being-resolved')
	expect(names(page.waitsFor)).toEqual(['health', 'home-affairs'])
	expect(page.agreers.find(({ actor }) => actor.reference === 'labour')).toMatchObject({
		answer: 'agrees-in-part',
		note: 'For nurses alone',
		answeredDay: '2026-03-02'
	})
	expect(await stateOf(between.id)).toBe('being-resolved')
	await secretariat.run(answerHarmonization, {
		harmonization,
		actor: 'health',
		answer: 'disagrees',
		note: 'Wards are empty'
	})
	expect(names((await read()).disagrees)).toEqual(['health'])
})

test('it is settled once all agree, or with the reason why it counts nevertheless; its relations with it, and again when it is reopened', async () => {
	const { secretariat, changing, read, between, wholes, stateOf } = await aClash()
	expect(
		await refusalOf(secretariat.run(resolveHarmonization, { ...(await changing()), resolution: 'One policy' }))
	).toMatchObject({
		issues: [{ path: ['despite'], code: 'instruments.harmonization-not-agreed', params: { count: 3 } }]
	})
	for (const actor of ['labour', 'health', 'home-affairs'])
		await secretariat.run(answerHarmonization, { ...(await changing()), actor, answer: 'agrees' })
	await secretariat.run(resolveHarmonization, { ...(await changing()), resolution: 'One policy' })
	expect(await read()).toMatchObject({ standing: 'resolved', resolvedDay: '2026-03-02', waitsFor: [] })
	expect([await stateOf(between.id), await stateOf(wholes.id)]).toEqual(['resolved', 'resolved'])
	expect(
		await refusalOf(secretariat.run(changeHarmonization, { ...(await changing()), text: 'Something else' }))
	).toMatchObject({ code: 'instruments.harmonization-resolved' })
	await secretariat.run(reopenHarmonization, { ...(await changing()), reason: 'It came back' })
	expect(await read()).toMatchObject({ standing: 'being-resolved', resolution: null, resolvedDay: null })
	expect([await stateOf(between.id), await stateOf(wholes.id)]).toEqual(['being-resolved', 'being-resolved'])
})

test('relations are taken in and out, whoever leads a law that joins must agree, and who answered stays', async () => {
	const { made, secretariat, changing, read, wholes } = await aClash()
	const wages = await aLaw(made, { name: 'Wages Act', lead: 'statistics' })
	const fees = await aLaw(made, { name: 'Fees Act', lead: 'statistics' })
	const { id } = await secretariat.run(relatePolicies, {
		from: wages.reference,
		type: 'duplicates',
		to: fees.reference,
		argument: 'because'
	})
	await secretariat.run(relateHarmonization, { ...(await changing()), relations: [id] })
	expect(names((await read()).agreers.map(({ actor }) => actor))).toContain('statistics')
	expect(
		await refusalOf(secretariat.run(relateHarmonization, { ...(await changing()), relations: [id] }))
	).toMatchObject({ code: 'instruments.relation-grouped-already' })
	await secretariat.run(unrelateHarmonization, { ...(await changing()), relation: wholes.id, reason: 'Elsewhere' })
	expect((await read()).relations.map((one) => one.id)).not.toContain(wholes.id)
	await secretariat.run(answerHarmonization, { ...(await changing()), actor: 'labour', answer: 'agrees' })
	expect(
		await refusalOf(secretariat.run(changeHarmonization, { ...(await changing()), actors: ['health'] }))
	).toMatchObject({ issues: [{ path: ['actors'], code: 'instruments.agreer-has-answered' }] })
	await secretariat.run(changeHarmonization, { ...(await changing()), actors: ['health', 'labour'] })
	expect(names((await read()).agreers.map(({ actor }) => actor))).toEqual(['health', 'labour'])
})

test('the board groups what is taken up and names the clashes that nobody has taken up', async () => {
	const { made, secretariat, item, working, gaining } = await aClash()
	const { id } = await secretariat.run(relatePolicies, {
		from: working.reference,
		type: 'contradicts',
		to: gaining.reference,
		argument: 'because'
	})
	await secretariat.run(relatePolicies, {
		from: working.reference,
		type: 'supports',
		to: gaining.reference,
		argument: 'because'
	})
	const board = await secretariat.ask(harmonizationBoard, {})
	expect(names(board.items)).toEqual([item.reference])
	expect(board.loose.map((one) => one.id)).toEqual([id])
	const found = async (filter: object) => names((await secretariat.ask(listHarmonizations, { filter })).items)
	expect(await found({ policy: gaining.reference })).toEqual([item.reference])
	expect(await found({ waitsFor: 'labour' })).toEqual([item.reference])
	expect(await found({ waitsFor: 'statistics' })).toEqual([])
	expect(await found({ structure: 'closed-group' })).toEqual([])
	expect((await (await made.as('public')).ask(harmonizationBoard, {})).items).toEqual([])
})

test('whoever asks for the board again is given what was worked out before, until something changes; an actor what its own seats may do', async () => {
	const { made, secretariat, working, gaining } = await aClash()
	const clash = { from: working.reference, to: gaining.reference, argument: 'because' }
	await secretariat.run(relatePolicies, { ...clash, type: 'contradicts' })
	const board = await secretariat.ask(harmonizationBoard, {})
	expect(await secretariat.ask(harmonizationBoard, {})).toBe(board)
	const mayMove = async (key: SeatKey) =>
		(await (await made.as(key)).ask(harmonizationBoard, {})).loose.map(({ may }) => may.move)
	expect([await mayMove('outsider'), await mayMove('member')]).toEqual([[true], [false]])
	await secretariat.run(relatePolicies, { ...clash, type: 'overlaps' })
	expect((await secretariat.ask(harmonizationBoard, {})).loose).toHaveLength(2)
})

test('of an item, nobody is told of a law that their seat may not see', async () => {
	const { made, secretariat, exporting, item, changing, read } = await aClash()
	const hidden = await aLaw(made, { name: 'Shadow policy', audience: 'secretariat', lead: 'police' })
	const { id } = await secretariat.run(relatePolicies, {
		from: hidden.reference,
		type: 'contradicts',
		to: exporting.reference,
		argument: 'shadow'
	})
	await secretariat.run(relateHarmonization, { ...(await changing()), relations: [id] })
	expect((await read()).relations).toHaveLength(3)
	const seen = await read('member')
	expect(seen.relations).toHaveLength(2)
	expect(JSON.stringify(seen)).not.toContain('hadow')
	expect(seen.reference).toBe(item.reference)
})

test('what is open stands under its own standing item on the agenda of the structure in charge, with a day or without', async () => {
	const { made, secretariat, item, changing } = await aClash()
	const meeting = await planned(made)
	await (await made.as('chair')).run(addStandingItems, { meeting: meeting.meeting })
	const standing = async (key: SeatKey) =>
		(await (await made.as(key)).ask(getMeeting, { meeting: meeting.meeting })).standing
	expect((await standing('chair')).toSettle).toMatchObject([
		{ record: { reference: item.reference }, code: 'harmonization-open', day: '2026-03-02' }
	])
	expect((await standing('chair')).commitments).toEqual([])
	await secretariat.run(changeHarmonization, { ...(await changing()), due: '2026-04-30' })
	expect((await standing('chair')).commitments).toMatchObject([
		{ record: { reference: item.reference }, code: 'harmonization', day: '2026-04-30' }
	])
	// The public sees neither the item nor that anything waits.
	const minutes = await (await made.as('chair')).ask(getMinutes, { meeting: meeting.meeting })
	const lines = minutes.items.find(({ agendaKind }) => agendaKind === 'to-settle')?.standing
	expect(lines?.map(({ record }) => record.reference)).toEqual([item.reference])
	await secretariat.run(resolveHarmonization, { ...(await changing()), resolution: 'One policy', despite: 'heard' })
	expect((await standing('chair')).toSettle).toEqual([])
})

test('it is put on the agenda of the next meeting as an item about it, once', async () => {
	const { made, secretariat, item, read } = await aClash()
	const harmonization = item.reference
	expect(await refusalOf(secretariat.run(putOnAgenda, { harmonization }))).toMatchObject({
		code: 'instruments.no-meeting-ahead'
	})
	expect((await read()).whyNot.putOnAgenda).toBe('instruments.no-meeting-ahead')
	await planned(made, { day: '2026-05-01' })
	const next = await planned(made, { day: '2026-04-01' })
	expect((await read()).may.putOnAgenda).toBe(true)
	expect((await read('outsider')).may.putOnAgenda).toBe(false)
	expect(await refusalOf((await made.as('outsider')).run(putOnAgenda, { harmonization }))).toMatchObject({
		kind: 'forbidden'
	})
	const put = await secretariat.run(putOnAgenda, { harmonization })
	expect(put.meeting.reference).toBe(next.meeting)
	const agendaItem = await secretariat.ask(getAgendaItem, { agendaItem: put.agendaItem })
	expect(agendaItem).toMatchObject({ status: 'accepted', subject: { reference: harmonization } })
	expect((await read()).agendas).toMatchObject([{ meeting: { reference: next.meeting }, day: '2026-04-01' }])
	expect(await refusalOf(secretariat.run(putOnAgenda, { harmonization }))).toMatchObject({
		code: 'instruments.on-agenda-already'
	})
})

test('a full member that does not run the meeting proposes it', async () => {
	const { made, item } = await aClash()
	const next = await planned(made)
	const put = await (await made.as('member')).run(putOnAgenda, { harmonization: item.reference })
	const agenda = (await (await made.as('chair')).ask(getMeeting, { meeting: next.meeting })).agenda
	expect(agenda.find(({ reference }) => reference === put.agendaItem)).toMatchObject({ status: 'proposed' })
})

test('the first page tells an actor what waits for its answer, and the keepers what all have answered', async () => {
	const { made, secretariat, item, changing } = await aClash()
	const told = async (key: SeatKey, code: string) =>
		(await (await made.as(key)).ask(listAttention, {})).items.find((matter) => matter.code === code)?.total ?? 0
	expect(await told('member', 'harmonization-to-answer')).toBe(1)
	expect(await told('police', 'harmonization-to-answer')).toBe(0)
	expect(await told('observer', 'harmonization-to-answer')).toBe(0)
	expect(await told('secretariat', 'harmonization-to-resolve')).toBe(0)
	for (const actor of ['labour', 'health', 'home-affairs'])
		await secretariat.run(answerHarmonization, { ...(await changing()), actor, answer: 'agrees' })
	expect(await told('member', 'harmonization-to-answer')).toBe(0)
	expect(await told('secretariat', 'harmonization-to-resolve')).toBe(1)
	expect(item.reference).toContain('HAR')
})

test('what is due within two weeks or overdue is told to the structure in charge and the secretariat, who may not answer', async () => {
	const { made, secretariat, changing } = await aClash()
	const told = async (key: SeatKey) => {
		const { items } = await (await made.as(key)).ask(listAttention, {})
		return items.filter(({ code, total }) => code === 'harmonization-due' && total > 0)
	}
	const dueOn = async (due: string) => secretariat.run(changeHarmonization, { ...(await changing()), due })
	// It is 2 March 2026 in the tests' workspace.
	await dueOn('2026-03-17')
	expect(await told('secretariat')).toEqual([])
	await dueOn('2026-03-16')
	expect(await told('secretariat')).toMatchObject([{ whose: 'mine', total: 1 }])
	expect(await told('chair')).toMatchObject([{ whose: 'structure', total: 1 }])
	expect(await told('observer')).toEqual([])
	const filter = { dueUntil: '2026-03-16', whose: 'structure' as const }
	expect((await (await made.as('chair')).ask(listHarmonizations, { filter })).items).toHaveLength(1)
	const { items } = await (await made.as('secretariat', new Date('2026-03-20T09:00:00Z'))).ask(listAttention, {})
	expect(items.find(({ code }) => code === 'harmonization-due')).toMatchObject({ total: 1 })
	await secretariat.run(resolveHarmonization, {
		...(await changing()),
		resolution: 'Nurses are kept at home.',
		despite: 'The cabinet decided.'
	})
	expect(await told('secretariat')).toEqual([])
})

test('nothing is to be settled by a day that is gone; a day that was set may pass', async () => {
	const refused = { issues: [{ path: ['due'], code: 'instruments.harmonization-due-past' }] }
	const { made, secretariat, item, changing } = await aClash({ due: '2026-03-02' })
	const another = { title: 'Who comes back', text: 'Nurses who return' }
	expect(await refusalOf(secretariat.run(addHarmonization, { ...another, due: '1990-01-01' }))).toMatchObject(refused)
	expect(
		await refusalOf(secretariat.run(changeHarmonization, { ...(await changing()), due: '2026-03-01' }))
	).toMatchObject(refused)
	// A form sends the day that stands along with what is changed.
	const later = await made.as('secretariat', new Date('2026-06-01T09:00:00Z'))
	await later.run(changeHarmonization, { ...(await changing()), due: '2026-03-02', title: 'Who leaves' })
	expect(await later.ask(getHarmonization, { harmonization: item.reference })).toMatchObject({
		title: { en: 'Who leaves' },
		dueDay: '2026-03-02',
		isOverdue: true
	})
})
