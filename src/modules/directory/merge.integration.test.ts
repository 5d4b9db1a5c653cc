import fc from 'fast-check'
import { expect, test } from 'vitest'
import { idOf, ownerRows, refusalOf, versionOf } from '#tests/fixtures/directory.ts'
import { aWorkspace, TODAY, type Acting, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { openFile, uploadFile } from '#platform/files/file-operations.ts'
import { receiveFile } from '#platform/files/receive.server.ts'
import { addComment, listComments } from '#platform/records/discussion.ts'
import { attachDocument, listDocuments } from '#platform/records/documents.ts'
import { getHistory } from '#platform/records/record-history.ts'
import { linkRecords, listLinks, mergeRecords, setRecordAudience } from '#platform/records/record-operations.ts'
import { searchRecords } from '#platform/records/record-search.ts'
import { changeActor, createActor, setEnforcement } from './actor-commands.ts'
import { getActor, listActors } from './actor-queries.ts'
import { addMandate, addMembership, addNomination } from './membership-commands.ts'
import { getStructure, listStructures } from './structure-queries.ts'
import { createStructure } from './structure-commands.ts'
import { succeedActor } from './succession.ts'
import { assignLead } from './theme-commands.ts'

type Kind = 'actor' | 'structure'

const merge = async (made: TestWorkspace, acting: Acting, kind: Kind, record: string, into: string) =>
	acting.run(mergeRecords, {
		record,
		kind,
		version: await versionOf(made, kind, record),
		into,
		reason: 'the same under two names'
	})

async function attach(acting: Acting, kind: Kind, record: string, title: string) {
	async function* content() {
		yield await Promise.resolve(Buffer.from(`text of ${title}`))
	}
	const received = await receiveFile(content(), { filesFolder: acting.opening.filesFolder, name: 'note.txt' })
	const { id } = await acting.run(uploadFile, { name: 'note.txt', received })
	await acting.run(attachDocument, { record, kind, file: id, title })
	return id
}

test('an actor merged into another leaves its key behind, and all that hung on it leads to the other', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	await secretariat.run(createActor, { key: 'twin', name: 'Labour Ministry', kind: 'ministry', parent: 'union' })
	await secretariat.run(createActor, { key: 'below', name: 'Below', kind: 'department', parent: 'twin' })
	const { id } = await secretariat.run(addMembership, {
		structure: 'committee',
		actor: 'twin',
		kind: 'member',
		from: '2024-01-01',
		reason: 'x'
	})
	await secretariat.run(addNomination, { membership: id, capacity: 'principal', office: 'Twin', from: '2024-01-01' })
	await secretariat.run(assignLead, { area: 'labour-migration', actor: 'twin', from: '2024-01-01', reason: 'x' })
	await secretariat.run(createStructure, {
		key: 'desk',
		name: 'Desk',
		level: 'technical',
		kind: 'network',
		chair: 'twin',
		host: 'twin',
		secretariatActor: 'twin',
		asActor: 'twin'
	})
	await secretariat.run(addComment, { record: 'twin', kind: 'actor', text: 'Two of these?' })
	await attach(secretariat, 'actor', 'twin', 'Letterhead')
	const ends = { fromKind: 'actor', toKind: 'actor', type: 'supports' } as const
	await secretariat.run(linkRecords, { ...ends, from: 'twin', to: 'health' })
	await secretariat.run(linkRecords, { ...ends, from: 'labour', to: 'health' })
	await secretariat.run(linkRecords, { ...ends, from: 'twin', to: 'labour' })

	await merge(made, secretariat, 'actor', 'twin', 'labour')

	const page = await secretariat.ask(getActor, { actor: 'twin' })
	expect(page).toMatchObject({ reference: 'labour', seats: 2, leads: 1 })
	expect(page.children.map((child) => child.reference)).toEqual(['below'])
	expect(page.chairs.map((one) => one.reference)).toEqual(['desk'])
	expect(page.memberships.filter((item) => item.to === null)).toHaveLength(2)
	const desk = await secretariat.ask(getStructure, { structure: 'desk' })
	for (const office of [desk.chair, desk.host, desk.secretariatActor, desk.asActor])
		expect(office?.reference).toBe('labour')
	const committee = await secretariat.ask(getStructure, { structure: 'committee' })
	expect(committee.nominations.filter((one) => one.to === null)).toMatchObject([{ office: 'Twin' }])
	expect(committee.memberships.filter((item) => item.actor.reference === 'labour')).toHaveLength(2)
	expect(committee.vacancies).toHaveLength(1)
	const asked = { record: 'labour', kind: 'actor' }
	expect((await secretariat.ask(listComments, asked)).items.map((one) => one.text)).toEqual(['Two of these?'])
	expect((await secretariat.ask(listDocuments, asked)).items.map((one) => one.title)).toEqual(['Letterhead'])
	const links = await secretariat.ask(listLinks, asked)
	expect(links.items.map((link) => [link.type, link.record.reference])).toEqual([['supports', 'health']])
	for (const words of ['Labour Ministry', 'Ministry of Labour']) {
		const found = await secretariat.ask(searchRecords, { words, kinds: ['actor'] })
		expect(found.items.map((item) => item.reference)).not.toContain('twin')
	}
	const listed = await secretariat.ask(listActors, { limit: 200 })
	expect(listed.items.map((item) => item.reference)).not.toContain('twin')
	const { items } = await secretariat.ask(getHistory, { ...asked, limit: 200 })
	expect(items[0]).toMatchObject({ operation: 'record.merge', reason: 'the same under two names' })
	expect(items.filter((item) => item.operation === 'actor.create')).toHaveLength(2)
})

test('merged by successions too: who succeeded whom is told by the one that is left', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	await secretariat.run(createActor, { key: 'twin', name: 'Labour Ministry', kind: 'ministry' })
	await secretariat.run(succeedActor, {
		actor: 'union',
		version: await versionOf(made, 'actor', 'union'),
		kind: 'merge',
		day: TODAY,
		legalBasis: 'Act',
		successors: ['twin']
	})
	await merge(made, secretariat, 'actor', 'twin', 'labour')
	const { successions } = await secretariat.ask(getActor, { actor: 'labour' })
	expect(successions.map((one) => [one.actor.reference, one.successor?.reference])).toEqual([['union', 'labour']])
})

test('a mark is not lost by merging', async () => {
	const made = await aWorkspace()
	const administrator = await made.as('administrator')
	await administrator.run(setEnforcement, { actor: 'police', version: 1, reason: 'police' })
	expect((await refusalOf(merge(made, administrator, 'actor', 'police', 'labour'))).code).toBe(
		'directory.merge-loses-mark'
	)
	await merge(made, administrator, 'actor', 'labour', 'police')
	expect((await administrator.ask(getActor, { actor: 'labour' })).isEnforcement).toBe(true)
	expect((await made.as('member')).seat.actorId).toBe(await idOf(made, 'actor', 'police'))
})

test('a record merged into what stands under it is refused with the way out, and that way works', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	const actor = (key: string, parent: string) =>
		secretariat.run(createActor, { key, name: key, kind: 'department', parent })
	await actor('top', 'health')
	await actor('middle', 'top')
	await actor('low', 'middle')
	for (const below of ['middle', 'low'])
		expect((await refusalOf(merge(made, secretariat, 'actor', 'top', below))).code).toBe(
			'directory.merge-into-own-part'
		)
	await merge(made, secretariat, 'actor', 'middle', 'top')
	expect((await secretariat.ask(getActor, { actor: 'low' })).parent?.reference).toBe('top')
	const structure = (key: string, parent: string) =>
		secretariat.run(createStructure, { key, name: key, kind: 'subcommittee', level: 'technical', parent })
	await structure('upper', 'committee')
	await structure('lower', 'upper')
	await structure('lowest', 'lower')
	for (const below of ['lower', 'lowest'])
		expect((await refusalOf(merge(made, secretariat, 'structure', 'upper', below))).code).toBe(
			'directory.merge-into-own-part'
		)
	await merge(made, secretariat, 'structure', 'lower', 'upper')
	expect((await secretariat.ask(getStructure, { structure: 'lowest' })).parent?.reference).toBe('upper')
})

test('a record is merged neither into itself, nor into one withdrawn, nor of a kind that is not merged', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	expect((await refusalOf(merge(made, secretariat, 'actor', 'labour', 'labour'))).issues[0]?.code).toBe(
		'platform.merge-into-itself'
	)
	const themes = secretariat.run(mergeRecords, {
		record: 'labour-migration',
		kind: 'area',
		version: 1,
		into: 'border-management',
		reason: 'x'
	})
	expect((await refusalOf(themes)).code).toBe('platform.kind-not-merged')
	await merge(made, secretariat, 'actor', 'union', 'health')
	const again = secretariat.run(mergeRecords, {
		record: 'labour',
		kind: 'actor',
		version: await versionOf(made, 'actor', 'labour'),
		into: 'union',
		reason: 'leads on to health'
	})
	expect((await again).reference).toBe('health')
})

test('a structure merged into another gives it members, people, terms of reference, children and areas', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	await secretariat.run(createStructure, {
		key: 'twin',
		name: 'Coordinating Committee',
		level: 'technical',
		kind: 'working-group',
		areas: ['labour-migration', 'border-management'],
		secretariat: 'closed-group'
	})
	await secretariat.run(createStructure, {
		key: 'below',
		name: 'Below',
		level: 'technical',
		kind: 'subcommittee',
		parent: 'twin',
		secretariat: 'twin'
	})
	for (const actor of ['labour', 'health'])
		await secretariat.run(addMembership, { structure: 'twin', actor, kind: 'member', from: '2026-09-01', reason: 'x' })
	for (const structure of ['committee', 'twin'])
		for (const text of ['Coordinates', 'Reports'])
			await secretariat.run(addMandate, { structure, text: `${structure} ${text}` })
	await merge(made, secretariat, 'structure', 'twin', 'committee')
	const page = await secretariat.ask(getStructure, { structure: 'twin' })
	expect(page.reference).toBe('committee')
	expect(page.areas.map((area) => area.reference).sort()).toEqual(['border-management', 'labour-migration'])
	expect(
		page.memberships
			.filter((item) => item.to === null)
			.map((item) => item.actor.reference)
			.sort()
	).toEqual(['health', 'home-affairs', 'labour'])
	expect(page.mandates.map((mandate) => [mandate.position, mandate.text])).toEqual([
		[1, 'committee Coordinates'],
		[2, 'committee Reports'],
		[3, 'twin Coordinates'],
		[4, 'twin Reports']
	])
	expect(page.children.map((child) => child.reference).sort()).toEqual(['below', 'closed-group'])
	expect((await secretariat.ask(getStructure, { structure: 'below' })).secretariat?.reference).toBe('committee')
	const listed = await secretariat.ask(listStructures, {})
	expect(listed.items.map((item) => item.reference)).not.toContain('twin')
})

test('merging publishes no file: what few could open only few can open after it', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	for (const [key, audience] of [
		['open', 'public'],
		['shut', 'secretariat']
	] as const)
		await secretariat.run(createActor, { key, name: `${key} office`, kind: 'agency', audience })
	const secret = await attach(secretariat, 'actor', 'shut', 'Secret')
	const shown = await attach(secretariat, 'actor', 'union', 'Shown')
	const reader = await made.as('public')
	await reader.ask(openFile, { file: shown })
	await merge(made, secretariat, 'actor', 'shut', 'open')
	await secretariat.ask(openFile, { file: secret })
	expect((await refusalOf(reader.ask(openFile, { file: secret }))).kind).toBe('absent')
	expect((await reader.ask(listDocuments, { record: 'open', kind: 'actor' })).items).toEqual([])
	await secretariat.run(createActor, { key: 'inside', name: 'Inside', kind: 'agency', audience: 'workspace' })
	await merge(made, secretariat, 'actor', 'union', 'inside')
	expect((await refusalOf(reader.ask(openFile, { file: shown }))).kind).toBe('absent')
	// From now on they are files of the record they hang on: its audience is theirs.
	await secretariat.run(setRecordAudience, {
		record: 'open',
		kind: 'actor',
		version: await versionOf(made, 'actor', 'open'),
		audience: 'workspace',
		reason: 'x'
	})
	await (await made.as('member')).ask(openFile, { file: secret })
})

const KEYS = ['labour', 'health', 'union', 'statistics', 'a', 'b']
const plan = fc.record({
	parents: fc.tuple(fc.nat(4), fc.nat(4)),
	seats: fc.uniqueArray(
		fc.tuple(fc.constantFrom(...KEYS), fc.constantFrom('desk', 'forum'), fc.constantFrom('2020-01-01', '2026-12-01')),
		{
			selector: ([actor, structure]) => `${actor} ${structure}`,
			maxLength: 10
		}
	),
	people: fc.array(fc.boolean(), { minLength: 10, maxLength: 10 }),
	leads: fc.uniqueArray(fc.tuple(fc.constantFrom(...KEYS), fc.constantFrom('labour-migration', 'border-management')), {
		selector: (pair) => pair.join(' '),
		maxLength: 6
	}),
	links: fc.uniqueArray(
		fc
			.tuple(fc.constantFrom(...KEYS), fc.constantFrom('supports', 'overlaps'), fc.constantFrom(...KEYS))
			.filter(([from, , to]) => from !== to),
		{
			selector: ([from, type, to]) => (type === 'supports' ? `${from} ${to}` : [from, to].sort().join(' ') + type),
			maxLength: 8
		}
	),
	pair: fc.tuple(fc.constantFrom(...KEYS), fc.constantFrom(...KEYS)).filter(([from, into]) => from !== into)
})

test(
	'whichever two actors are merged, nothing points at the first and nothing that was held is lost',
	{ timeout: 300_000 },
	async () => {
		await fc.assert(
			fc.asyncProperty(plan, async (drawn) => {
				const [from, into] = drawn.pair
				const made = await aWorkspace()
				const secretariat = await made.as('secretariat')
				for (const [at, key] of ['a', 'b'].entries())
					await secretariat.run(createActor, {
						key,
						name: key,
						kind: 'agency',
						parent: KEYS[(drawn.parents[at] ?? 0) % (4 + at)] ?? 'labour'
					})
				for (const key of ['desk', 'forum'])
					await secretariat.run(createStructure, { key, name: key, level: 'technical', kind: 'network' })
				for (const [at, [actor, structure, day]] of drawn.seats.entries()) {
					const { id } = await secretariat.run(addMembership, {
						structure,
						actor,
						kind: 'member',
						from: day,
						reason: 'x'
					})
					if (drawn.people[at])
						await secretariat.run(addNomination, {
							membership: id,
							capacity: 'principal',
							office: `Office ${String(at)}`,
							from: day
						})
				}
				for (const [actor, area] of drawn.leads)
					await secretariat.run(assignLead, { area, actor, from: '2021-01-01', reason: 'x' })
				for (const [start, type, end] of drawn.links)
					await secretariat.run(linkRecords, {
						from: start,
						fromKind: 'actor',
						type: type === 'supports' ? 'supports' : 'overlaps',
						to: end,
						toKind: 'actor'
					})
				const rows = (text: string) => ownerRows(made, text)
				const held = () =>
					rows(
						`select 'seat' as what, structure_id::text as id from membership where workspace_id = :workspace and to_day is null
					union select 'lead', area_id::text from area_lead where workspace_id = :workspace and to_day is null
					union all select 'person', office from seat where workspace_id = :workspace order by 1, 2`
					)
				const before = await held()
				const people = await rows(`select office from nomination where workspace_id = :workspace order by 1`)
				try {
					await merge(made, secretariat, 'actor', from, into)
				} catch (error) {
					expect(error).toMatchObject({ code: 'directory.merge-into-own-part' })
					return
				}
				expect(await held()).toEqual(before)
				expect(await rows(`select office from nomination where workspace_id = :workspace order by 1`)).toEqual(people)
				const old = await idOf(made, 'actor', from)
				const left = await rows(
					`select 'membership' as what from membership where workspace_id = :workspace and actor_id = '${old}'
				union all select 'lead' from area_lead where workspace_id = :workspace and actor_id = '${old}'
				union all select 'seat' from seat where workspace_id = :workspace and actor_id = '${old}'
				union all select 'child' from actor where workspace_id = :workspace and parent_id = '${old}'
				union all select 'link' from link where workspace_id = :workspace and state <> 'withdrawn' and '${old}' in (from_id::text, to_id::text)`
				)
				expect(left).toEqual([])
				// Of a seat that nobody is nominated to any more somebody else's nomination took the place.
				const open = await rows(
					`select n.office from nomination n join membership m on m.workspace_id = n.workspace_id and m.id = n.membership_id
					where n.workspace_id = :workspace and n.to_day is null and m.to_day is not null`
				)
				expect(open).toEqual([])
				const circles = await rows(
					`with recursive up as (
					select id as start, parent_id from actor where workspace_id = :workspace
					union select up.start, actor.parent_id from up join actor on actor.id = up.parent_id and actor.workspace_id = :workspace)
				select start from up where start = parent_id`
				)
				expect(circles).toEqual([])
				const page = await secretariat.ask(getActor, { actor: from })
				expect(page.reference).toBe(into)
				await secretariat.run(changeActor, { actor: from, version: page.version, country: 'ZWE' })
			}),
			{ numRuns: 10, endOnFailure: true }
		)
	}
)
