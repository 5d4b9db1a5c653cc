import { expect, test } from 'vitest'
import { ownerRows, refusalOf, versionOf } from '#tests/fixtures/directory.ts'
import { aWorkspace, TODAY, type Acting, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { uploadFile } from '#platform/files/file-operations.ts'
import { receiveFile } from '#platform/files/receive.server.ts'
import { attachDocument } from '#platform/records/documents.ts'
import { withdrawRecord } from '#platform/records/record-operations.ts'
import { createActor } from './actor-commands.ts'
import { getActor } from './actor-queries.ts'
import {
	addMandate,
	addMembership,
	addNomination,
	endMembership,
	endNomination,
	withdrawMandate
} from './membership-commands.ts'
import { listMemberships, listNominations } from './membership-queries.ts'
import { createStructure } from './structure-commands.ts'
import { getStructure } from './structure-queries.ts'
import { succeedActor } from './succession.ts'
import { assignLead, endLead } from './theme-commands.ts'
import { getTheme } from './theme-queries.ts'
import { listVacancies } from './vacancy-queries.ts'

const health = {
	structure: 'committee',
	actor: 'health',
	kind: 'co-opted',
	from: '2025-01-01',
	reason: 'asked in'
} as const

async function seatOf(acting: Acting, actor: string, structure = 'committee') {
	const { items } = await acting.ask(listMemberships, { filter: { structure, actor } })
	const open = items.find((item) => item.to === null)
	if (!open) throw new Error(`${actor} does not sit in ${structure}`)
	return open.id
}

async function letterOn(made: TestWorkspace, acting: Acting, record: string) {
	async function* content() {
		yield await Promise.resolve(Buffer.from('We nominate.'))
	}
	const received = await receiveFile(content(), { filesFolder: acting.opening.filesFolder, name: 'letter.txt' })
	const file = await acting.run(uploadFile, { name: 'letter.txt', received })
	return (await acting.run(attachDocument, { record, kind: 'structure', file: file.id, title: 'Letter' })).id
}

test('a membership that ended is still there, and the list of a day gives those that held then', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	const { id } = await secretariat.run(addMembership, health)
	await secretariat.run(endMembership, { membership: id, day: '2025-12-31', reason: 'task done' })
	const on = async (day: string) =>
		(await secretariat.ask(listMemberships, { filter: { structure: 'committee', on: day }, sort: 'actor' })).items.map(
			(item) => item.actor.reference
		)
	expect(await on('2024-12-31')).toEqual(['home-affairs', 'labour'])
	expect(await on('2025-01-01')).toEqual(['health', 'home-affairs', 'labour'])
	expect(await on('2025-12-31')).toEqual(['health', 'home-affairs', 'labour'])
	expect(await on('2026-01-01')).toEqual(['home-affairs', 'labour'])
	const { memberships } = await secretariat.ask(getStructure, { structure: 'committee' })
	expect(memberships.find((item) => item.id === id)).toMatchObject({
		held: 'no',
		to: '2025-12-31',
		kind: 'co-opted',
		endReason: 'task done'
	})
})

test('a membership that begins later is listed as open and does not hold yet, nor lets anybody read', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	await secretariat.run(addMembership, { ...health, structure: 'closed-group', from: '2026-06-01' })
	const { memberships } = await secretariat.ask(getStructure, { structure: 'closed-group' })
	expect(memberships.find((item) => item.actor.reference === 'health')).toMatchObject({ held: 'no', to: null })
	const early = await made.as('outsider')
	expect((await refusalOf(early.ask(getStructure, { structure: 'closed-group' }))).kind).toBe('absent')
	const late = await made.as('outsider', new Date('2026-06-01T09:00:00Z'))
	expect((await late.ask(getStructure, { structure: 'closed-group' })).reference).toBe('closed-group')
})

test('an actor sits once, and again only after its last day', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	const { id } = await secretariat.run(addMembership, health)
	expect((await refusalOf(secretariat.run(addMembership, health))).code).toBe('directory.already-sits')
	await secretariat.run(endMembership, { membership: id, day: '2025-12-31', reason: 'task done' })
	const again = (from: string) => secretariat.run(addMembership, { ...health, from })
	expect((await refusalOf(again('2025-12-31'))).code).toBe('directory.sat-then')
	await again('2026-01-01')
	const early = secretariat.run(endMembership, {
		membership: await seatOf(secretariat, 'health'),
		day: '2025-12-31',
		reason: 'x'
	})
	expect((await refusalOf(early)).code).toBe('directory.ends-before-it-starts')
	expect((await refusalOf(secretariat.run(endMembership, { membership: id, day: TODAY, reason: 'x' }))).code).toBe(
		'directory.already-ended'
	)
})

test('added by two in the same moment, a membership is there once', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	const both = await Promise.allSettled([1, 2, 3].map(() => secretariat.run(addMembership, health)))
	expect(both.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
	for (const one of both) if (one.status === 'rejected') expect(one.reason).toMatchObject({ kind: 'conflict' })
})

test('the past shows the name of its day, whatever the actor is called now', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	const { id } = await secretariat.run(addMembership, health)
	await secretariat.run(endMembership, { membership: id, day: '2025-06-30', reason: 'done' })
	const rename = async (name: string, day: string) =>
		secretariat.run(succeedActor, {
			actor: 'health',
			version: await versionOf(made, 'actor', 'health'),
			kind: 'rename',
			day,
			legalBasis: `Act of ${day}`,
			name
		})
	await rename('Ministry of Health and Child Care', '2025-10-01')
	await rename('Ministry of Wellbeing', '2026-02-01')
	const nameOn = async (on?: string) => (await secretariat.ask(getActor, { actor: 'health', on })).title['en']
	expect(await nameOn('2025-09-30')).toBe('Ministry of Health')
	expect(await nameOn('2025-10-01')).toBe('Ministry of Health and Child Care')
	expect(await nameOn('2026-01-31')).toBe('Ministry of Health and Child Care')
	expect(await nameOn()).toBe('Ministry of Wellbeing')
	const { memberships } = await secretariat.ask(getStructure, { structure: 'committee' })
	expect(memberships.find((item) => item.id === id)?.actor.title['en']).toBe('Ministry of Health')
	expect((await refusalOf(rename('Too early', '2026-01-15'))).issues[0]?.code).toBe('directory.rename-before-last')
})

test('a membership known from a source of a year is not known before that year', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	const id = await seatOf(secretariat, 'labour')
	await ownerRows(
		made,
		`update membership set from_day = null, origin = 'reference', origin_source = 'a report', origin_year = 2024
			where workspace_id = :workspace and id = '${id}'`
	)
	const held = async (on: string) =>
		(await secretariat.ask(getStructure, { structure: 'committee', on })).memberships.find((item) => item.id === id)
			?.held
	expect(await held('2023-12-31')).toBe('not-known')
	expect(await held('2024-01-01')).toBe('yes')
})

test('a member has one principal and any alternates, and a seat without principal is listed as vacant', async () => {
	const made = await aWorkspace()
	const chair = await made.as('chair')
	const membership = await seatOf(chair, 'labour')
	const vacant = async () =>
		(await chair.ask(listVacancies, { filter: { structure: 'committee' } })).items.map((item) => item.actor.reference)
	const nominate = (capacity: 'principal' | 'alternate', office: string) =>
		chair.run(addNomination, { membership, capacity, office, from: TODAY })
	expect(await vacant()).toEqual(['home-affairs', 'labour'])
	await nominate('alternate', 'Deputy Director')
	expect(await vacant()).toEqual(['home-affairs', 'labour'])
	const { id } = await nominate('principal', 'Director')
	await nominate('alternate', 'Principal Officer')
	expect(await vacant()).toEqual(['home-affairs'])
	const page = await chair.ask(getStructure, { structure: 'committee' })
	expect(page.vacancies).toEqual([await seatOf(chair, 'home-affairs')])
	expect((await refusalOf(nominate('principal', 'Another'))).code).toBe('directory.principal-there')
	const early = chair.run(endNomination, { nomination: id, day: '2026-03-01', reason: 'moved' })
	expect((await refusalOf(early)).code).toBe('directory.ends-before-it-starts')
	await chair.run(endNomination, { nomination: id, day: TODAY, reason: 'moved' })
	expect(await vacant()).toEqual(['home-affairs', 'labour'])
	await nominate('principal', 'Another')
	expect(await vacant()).toEqual(['home-affairs'])
})

test('of principals named in the same moment one is kept', async () => {
	const made = await aWorkspace()
	const chair = await made.as('chair')
	const membership = await seatOf(chair, 'labour')
	const named = await Promise.allSettled(
		['One', 'Two', 'Three'].map((office) =>
			chair.run(addNomination, { membership, capacity: 'principal', office, from: TODAY })
		)
	)
	expect(named.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
})

test('a nomination letter is a document of the structure and of no other record', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	const membership = await seatOf(secretariat, 'labour')
	const facts = { membership, capacity: 'principal', office: 'Director', from: TODAY } as const
	const foreign = await letterOn(made, secretariat, 'closed-group')
	const refused = await refusalOf(secretariat.run(addNomination, { ...facts, letter: foreign }))
	expect(refused.issues).toMatchObject([{ path: ['letter'], code: 'platform.field.no-such-record' }])
	const letter = await letterOn(made, secretariat, 'committee')
	const { id } = await secretariat.run(addNomination, {
		...facts,
		letter,
		seat: 'member',
		email: 'office@labour.example'
	})
	const { items } = await secretariat.ask(listNominations, { structure: 'committee' })
	expect(items.find((item) => item.id === id)).toMatchObject({
		letter: { id: letter, title: 'Letter' },
		seat: 'member',
		email: 'office@labour.example'
	})
	const seen = await (await made.as('public')).ask(listNominations, { structure: 'committee' })
	expect(seen.items.find((item) => item.id === id)?.email).toBeNull()
})

test('who was nominated goes when the membership ends, and nobody is nominated to it any more', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	const membership = await seatOf(secretariat, 'labour')
	for (const [capacity, from] of [
		['principal', '2025-01-01'],
		['alternate', '2026-05-01']
	] as const)
		await secretariat.run(addNomination, { membership, capacity, office: `The ${capacity}`, from })
	await secretariat.run(endMembership, { membership, day: '2026-02-28', reason: 'left' })
	const { items } = await secretariat.ask(listNominations, { structure: 'committee', membership })
	expect(items.map((item) => [item.capacity, item.to, item.endReason])).toEqual([
		['alternate', '2026-05-01', 'left'],
		['principal', '2026-02-28', 'left']
	])
	const late = secretariat.run(addNomination, { membership, capacity: 'alternate', office: 'Late', from: TODAY })
	expect((await refusalOf(late)).code).toBe('directory.already-ended')
})

test('who sits for an actor the reader may not see is not shown either', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	await secretariat.run(createActor, { key: 'quiet', name: 'Quiet Office', kind: 'agency', audience: 'secretariat' })
	const { id: membership } = await secretariat.run(addMembership, { ...health, actor: 'quiet' })
	await secretariat.run(addNomination, { membership, capacity: 'principal', office: 'Quiet Director', from: TODAY })
	for (const key of ['public', 'chair'] as const) {
		const reader = await made.as(key)
		const page = await reader.ask(getStructure, { structure: 'committee' })
		expect(JSON.stringify(page), key).not.toMatch(/quiet/i)
		const listed = await reader.ask(listMemberships, { filter: { structure: 'committee' } })
		expect(listed).toMatchObject({ total: 2 })
	}
})

test('an actor that ended or was withdrawn takes no seat and leads no area', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	for (const key of ['gone', 'mistaken']) await secretariat.run(createActor, { key, name: key, kind: 'agency' })
	await secretariat.run(succeedActor, {
		actor: 'gone',
		version: 1,
		kind: 'abolish',
		day: TODAY,
		legalBasis: 'Act 1'
	})
	await secretariat.run(withdrawRecord, { record: 'mistaken', kind: 'actor', version: 1, reason: 'not a body' })
	for (const actor of ['gone', 'mistaken']) {
		const sitting = secretariat.run(addMembership, { ...health, actor })
		expect((await refusalOf(sitting)).issues, actor).toEqual([{ path: ['actor'], code: 'directory.actor-ended' }])
		const leading = secretariat.run(assignLead, { area: 'labour-migration', actor, from: TODAY, reason: 'x' })
		expect((await refusalOf(leading)).issues, actor).toEqual([{ path: ['actor'], code: 'directory.actor-ended' }])
	}
})

test('a lead that ended in the same moment twice ended once', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	await secretariat.run(assignLead, { area: 'labour-migration', actor: 'labour', from: '2025-01-01', reason: 'by law' })
	const before = await secretariat.ask(getTheme, { area: 'labour-migration' })
	expect(before.leads.map((lead) => lead.reference)).toEqual(['labour'])
	const lead = before.leadItems[0]?.id ?? ''
	const ended = await Promise.allSettled(
		['2026-01-01', '2026-01-02', '2026-01-03'].map((day) => secretariat.run(endLead, { lead, day, reason: day }))
	)
	expect(ended.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
	const after = await secretariat.ask(getTheme, { area: 'labour-migration' })
	expect(after.leads).toEqual([])
	expect(after.leadItems[0]?.held).toBe('no')
})

test('terms of reference are numbered on, and what was withdrawn stays withdrawn for its first reason', async () => {
	const made = await aWorkspace()
	const chair = await made.as('chair')
	const added = await Promise.all(
		['one', 'two', 'three'].map((text) => chair.run(addMandate, { structure: 'committee', text }))
	)
	const page = await chair.ask(getStructure, { structure: 'committee' })
	expect(page.mandates.map((mandate) => mandate.position).sort()).toEqual([1, 2, 3])
	const mandate = added[0]?.id ?? ''
	await chair.run(withdrawMandate, { mandate, reason: 'doubled' })
	expect((await refusalOf(chair.run(withdrawMandate, { mandate, reason: 'again' }))).code).toBe(
		'directory.already-withdrawn'
	)
	expect(
		await ownerRows(made, `select state_reason from mandate where workspace_id = :workspace and id = '${mandate}'`)
	).toEqual([{ state_reason: 'doubled' }])
})

test('only who keeps a structure gives seats in it', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	await secretariat.run(createStructure, { key: 'free', name: 'Free', level: 'technical', kind: 'network' })
	for (const [key, structure, kind] of [
		['chair', 'committee', undefined],
		['member', 'committee', 'forbidden'],
		['observer', 'committee', 'forbidden'],
		['public', 'committee', 'forbidden'],
		['outsider', 'closed-group', 'absent'],
		['chair', 'free', 'forbidden']
	] as const) {
		const adding = (await made.as(key)).run(addMembership, { ...health, structure })
		if (kind === undefined) await adding
		else expect((await refusalOf(adding)).kind, `${key} ${structure}`).toBe(kind)
	}
})
