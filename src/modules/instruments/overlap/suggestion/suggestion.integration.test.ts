import fc from 'fast-check'
import { expect, test } from 'vitest'
import { v7 as uuid } from 'uuid'
import { audienceTokens } from '#platform/access/seat.ts'
import { doing } from '#tests/fixtures/workplace.ts'
import { keptIndexes } from './kept-index.server.ts'
import { listRelations } from '../../relation/relation-queries.ts'
import { withdrawLink } from '#platform/records/record-operations.ts'
import { changeProvision } from '../../policy/provision-commands.ts'
import { getProvision } from '../../policy/provision-queries.ts'
import { refusalOf } from '#tests/fixtures/directory.ts'
import { aLaw } from '#tests/fixtures/laws.ts'
import { aWorkspace, type SeatKey, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { acceptOverlap, rejectOverlap } from './suggestion-commands.ts'
import { listComparableTexts, listOverlapVerdicts, suggestPolicyOverlaps } from './suggestion-queries.ts'

// Invented wording: what speaks of one matter stands in two laws, beside what speaks of others.
const RECRUITERS =
	'A private recruitment agency shall not charge any fee to a migrant worker for recruitment or placement abroad.'
const RECRUITERS_TOO =
	'No private recruitment agency may charge a migrant worker a fee for recruitment or for placement abroad.'
const PASSPORTS = 'An employer who withholds the passport or travel document of a migrant worker commits an offence.'
const PASSPORTS_TOO =
	'It is an offence for an employer to withhold the passport or other travel document of a migrant worker.'
const FISH = 'Fishing nets with a mesh narrower than ten centimetres are removed from the lake by the warden.'
const DOGS = 'The owner of a dog registers it with the council before the end of its first year.'

async function laws(more: { hidden?: boolean } = {}) {
	const made = await aWorkspace()
	const draft = await aLaw(made, {
		name: 'Draft Recruitment Bill',
		form: 'bill',
		stage: 'drafting',
		provisions: [RECRUITERS, PASSPORTS, FISH]
	})
	const act = await aLaw(made, {
		name: 'Employment Act',
		lead: 'health',
		provisions: [DOGS, RECRUITERS_TOO, PASSPORTS_TOO]
	})
	const hidden = more.hidden
		? await aLaw(made, { name: 'Shadow Act', audience: 'secretariat', provisions: [RECRUITERS_TOO, PASSPORTS_TOO] })
		: undefined
	return { made, draft, act, hidden }
}

const suggested = async (made: TestWorkspace, policy: string, key: SeatKey = 'secretariat', more: object = {}) =>
	(await made.as(key)).ask(suggestPolicyOverlaps, { policy, limit: 50, ...more })

const pairsOf = ({ pairs }: Awaited<ReturnType<typeof suggested>>) =>
	pairs.map(({ first, second }) => `${first.provision.id} ${second.provision.id}`)

test('a draft is compared with all that is in force: what speaks of one matter, best first, its shared wording marked', async () => {
	const { made, draft, act } = await laws()
	const found = await suggested(made, draft.reference)
	expect(found).toMatchObject({ against: 'in-force', compared: { texts: 1, provisions: 3 } })
	const [one, two] = [
		`${draft.provisions[0] ?? ''} ${act.provisions[1] ?? ''}`,
		`${draft.provisions[1] ?? ''} ${act.provisions[2] ?? ''}`
	]
	expect(pairsOf(found).slice(0, 2).sort()).toEqual([one, two].sort())
	expect(found.pairs.map(({ score }) => score)).toEqual(found.pairs.map(({ score }) => score).toSorted((a, b) => b - a))
	const best = found.pairs[0]
	// The pieces are the whole text, in its order.
	expect([RECRUITERS, PASSPORTS]).toContain(best?.first.pieces.map(({ text }) => text).join(''))
	expect(best?.first.pieces.some(({ isShared, text }) => isShared && text.split(' ').length > 1)).toBe(true)
	expect(best?.second.pieces.some(({ isShared }) => isShared)).toBe(true)
})

test('two texts are compared whatever their stage, and either way round', async () => {
	const { made, draft, act } = await laws()
	const there = await suggested(made, draft.reference, 'secretariat', { against: [act.reference] })
	// The draft is not in force, so it is compared with only where it is chosen.
	expect((await suggested(made, act.reference)).pairs).toEqual([])
	const back = await suggested(made, act.reference, 'secretariat', { against: [draft.reference] })
	const turned = pairsOf(back).map((pair) => pair.split(' ').toReversed().join(' '))
	expect(turned.slice(0, 2).sort()).toEqual(pairsOf(there).slice(0, 2).sort())
	expect(
		await refusalOf(suggested(made, draft.reference, 'secretariat', { against: [draft.reference] }))
	).toMatchObject({
		issues: [{ code: 'instruments.overlap-with-itself' }]
	})
})

test('an accepted pair is a relation with the shared wording as its argument, and is suggested again only once that is withdrawn', async () => {
	const { made, draft, act } = await laws()
	const secretariat = await made.as('secretariat')
	const pair = { first: draft.provisions[0] ?? '', second: act.provisions[1] ?? '' }
	await secretariat.run(acceptOverlap, { pairs: [pair], type: 'duplicates' })
	const { items } = await secretariat.ask(listRelations, { filter: { policy: draft.reference } })
	expect(items).toMatchObject([
		{ type: 'duplicates', state: 'open', from: { record: { id: pair.first } }, to: { record: { id: pair.second } } }
	])
	expect(items[0]?.argument).toMatch(/“.+”/)
	expect(pairsOf(await suggested(made, draft.reference))).not.toContain(`${pair.first} ${pair.second}`)
	expect(await refusalOf(secretariat.run(rejectOverlap, { pairs: [pair] }))).toMatchObject({
		code: 'instruments.overlap-accepted'
	})
	await secretariat.run(withdrawLink, { link: items[0]?.id ?? '', reason: 'entered by mistake' })
	expect(pairsOf(await suggested(made, draft.reference))).toContain(`${pair.first} ${pair.second}`)
	// It becomes a relation anew, and one verdict is kept of the pair.
	await secretariat.run(acceptOverlap, {
		pairs: [{ first: pair.second, second: pair.first }],
		type: 'overlaps',
		argument: 'Read again'
	})
	const verdicts = await secretariat.ask(listOverlapVerdicts, { policy: act.reference })
	expect(verdicts.items).toMatchObject([{ verdict: 'accepted', relation: { type: 'overlaps' } }])
})

test('what a relation joins already, whoever entered it, is not suggested', async () => {
	const { made, draft, act } = await laws()
	const secretariat = await made.as('secretariat')
	const pair = { first: draft.provisions[0] ?? '', second: act.provisions[1] ?? '' }
	await secretariat.run(acceptOverlap, { pairs: [pair], type: 'overlaps' })
	await secretariat.run(acceptOverlap, { pairs: [pair], type: 'overlaps' })
	expect((await secretariat.ask(listRelations, {})).total).toBe(1)
})

test('rejected pairs stay rejected, from both sides, at the next question, and when the wording changes', async () => {
	const { made, draft, act } = await laws()
	const secretariat = await made.as('secretariat')
	const before = pairsOf(await suggested(made, draft.reference))
	await fc.assert(
		fc.asyncProperty(fc.subarray(before), fc.boolean(), async (chosen, isTurned) => {
			const pairs = chosen.map((pair) => {
				const [first = '', second = ''] = isTurned ? pair.split(' ').toReversed() : pair.split(' ')
				return { first, second }
			})
			if (pairs.length > 0) await secretariat.run(rejectOverlap, { pairs, reason: 'other matters' })
			const after = pairsOf(await suggested(made, draft.reference))
			const back = pairsOf(await suggested(made, act.reference, 'secretariat', { against: [draft.reference] })).map(
				(pair) => pair.split(' ').toReversed().join(' ')
			)
			for (const pair of chosen) {
				expect(after).not.toContain(pair)
				expect(back).not.toContain(pair)
			}
		}),
		{ numRuns: 6 }
	)
	// A later version words it otherwise and keeps its identity; the pair comes back no more.
	const provision = draft.provisions[0] ?? ''
	const pair = { first: provision, second: act.provisions[1] ?? '' }
	await secretariat.run(rejectOverlap, { pairs: [pair] })
	const { version } = await secretariat.ask(getProvision, { provision })
	await secretariat.run(changeProvision, { provision, version, text: `${RECRUITERS} This holds for every fee.` })
	expect(pairsOf(await suggested(made, draft.reference))).not.toContain(`${pair.first} ${pair.second}`)
	expect((await suggested(made, draft.reference)).rejected).toBeGreaterThan(0)
	// Whoever changes their mind accepts it after all.
	await secretariat.run(acceptOverlap, { pairs: [pair], type: 'overlaps' })
	expect((await secretariat.ask(listRelations, {})).total).toBe(1)
})

test('several pairs are accepted at once, each as the relation that was chosen for it', async () => {
	const { made, draft, act } = await laws()
	const secretariat = await made.as('secretariat')
	const [one, two] = [
		{ first: draft.provisions[0] ?? '', second: act.provisions[1] ?? '' },
		{ first: draft.provisions[1] ?? '', second: act.provisions[2] ?? '' }
	]
	await secretariat.run(acceptOverlap, { pairs: [{ ...one, type: 'contradicts' }, two], type: 'duplicates' })
	const { items } = await secretariat.ask(listRelations, { filter: { policy: draft.reference } })
	expect(new Map(items.map(({ from, type }) => [from.record.id, type]))).toEqual(
		new Map([
			[one.first, 'contradicts'],
			[two.first, 'duplicates']
		])
	)
})

test('what was said of pairs is read from the side of the text that is asked about, and may be accepted after all by who judges', async () => {
	const { made, draft, act } = await laws()
	const secretariat = await made.as('secretariat')
	await secretariat.run(rejectOverlap, {
		pairs: [{ first: act.provisions[1] ?? '', second: draft.provisions[0] ?? '' }]
	})
	await secretariat.run(acceptOverlap, {
		pairs: [{ first: draft.provisions[1] ?? '', second: act.provisions[2] ?? '' }]
	})
	const read = async (policy: string, key: SeatKey = 'secretariat') =>
		(await (await made.as(key)).ask(listOverlapVerdicts, { policy })).items
	for (const { first, firstPolicy, secondPolicy } of await read(draft.reference)) {
		expect(draft.provisions).toContain(first.id)
		expect([firstPolicy.id, secondPolicy.id]).toEqual([draft.id, act.id])
	}
	expect((await read(act.reference)).map(({ secondPolicy }) => secondPolicy.id)).toEqual([draft.id, draft.id])
	const mays = (items: Awaited<ReturnType<typeof read>>) =>
		items.map(({ verdict, may }) => [verdict, may.accept]).sort()
	expect(mays(await read(draft.reference))).toEqual([
		['accepted', false],
		['rejected', true]
	])
	expect(mays(await read(draft.reference, 'observer'))).toEqual([
		['accepted', false],
		['rejected', false]
	])
})

test('no pair with a provision that a seat may not see is told to it, whatever others were told before', async () => {
	const { made, draft, hidden } = await laws({ hidden: true })
	const ids = new Set(hidden?.provisions)
	const told = async (key: SeatKey) =>
		(await suggested(made, draft.reference, key)).pairs.filter(({ second }) => ids.has(second.provision.id)).length
	expect(await told('secretariat')).toBeGreaterThan(0)
	for (const key of ['member', 'analyst', 'outsider', 'observer'] as const) {
		expect(await told(key), key).toBe(0)
		expect((await suggested(made, draft.reference, key)).compared.texts, key).toBe(1)
	}
	expect(await told('secretariat')).toBeGreaterThan(0)
	const member = await made.as('member')
	const pair = { first: draft.provisions[0] ?? '', second: hidden?.provisions[0] ?? '' }
	expect(await refusalOf(member.run(acceptOverlap, { pairs: [pair], type: 'overlaps' }))).toMatchObject({
		kind: 'absent'
	})
	expect(await refusalOf(member.run(rejectOverlap, { pairs: [pair] }))).toMatchObject({ kind: 'absent' })
})

test('what changes in a text is found at the next question: a new provision, and one that is worded otherwise', async () => {
	const { made, draft } = await laws()
	const before = pairsOf(await suggested(made, draft.reference))
	const later = await aLaw(made, { name: 'Placement Act', provisions: [RECRUITERS_TOO] })
	const after = pairsOf(await suggested(made, draft.reference))
	expect(after.filter((pair) => !before.includes(pair))).toContain(
		`${draft.provisions[0] ?? ''} ${later.provisions[0] ?? ''}`
	)
	const secretariat = await made.as('secretariat')
	const provision = later.provisions[0] ?? ''
	const { version } = await secretariat.ask(getProvision, { provision })
	await secretariat.run(changeProvision, { provision, version, text: DOGS })
	expect(pairsOf(await suggested(made, draft.reference))).not.toContain(`${draft.provisions[0] ?? ''} ${provision}`)
})

test('the leader of one of the two laws judges a pair, and several at once; who leads neither may not', async () => {
	const { made, draft, act } = await laws()
	const pairs = [
		{ first: draft.provisions[0] ?? '', second: act.provisions[1] ?? '' },
		{ first: draft.provisions[1] ?? '', second: act.provisions[2] ?? '' }
	]
	expect(await refusalOf((await made.as('chair')).run(acceptOverlap, { pairs, type: 'overlaps' }))).toMatchObject({
		kind: 'forbidden'
	})
	// The ministry of health leads the second law alone, and speaks from its side.
	const health = await made.as('outsider')
	expect(await health.run(acceptOverlap, { pairs, type: 'contradicts' })).toMatchObject({ pairs: 2 })
	const { items } = await health.ask(listRelations, {})
	expect(items.map(({ from }) => from.whole.reference)).toEqual([act.reference, act.reference])
})

test('a title or a heading without a text is never paired, and opening the page makes the texts ready', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	const twice = 'Recruitment of migrant workers abroad'
	const draft = await aLaw(made, { name: 'Draft Bill', form: 'bill', stage: 'drafting', provisions: [RECRUITERS] })
	const act = await aLaw(made, { name: 'Old Act', provisions: [RECRUITERS_TOO] })
	const before = keptIndexes().provisions
	await secretariat.ask(listComparableTexts, { policy: draft.reference })
	expect(keptIndexes().provisions).toBe(before + 2)
	for (const { id } of [draft, act])
		await secretariat.run(
			doing(async (here) => {
				const [heading] = await here.write.addRecords([
					{
						id: uuid(),
						kind: 'provision',
						key: `${id}-p9`,
						number: null,
						title: { en: twice },
						audience: audienceTokens('workspace', null)
					}
				])
				await here.write.addAll('provision', [
					{
						id: heading ?? '',
						policy_id: id,
						position: 9,
						number: '',
						level: 1,
						above: [],
						heading: twice,
						text: '',
						language: 'en'
					}
				])
			}),
			{}
		)
	const found = await suggested(made, draft.reference)
	expect(pairsOf(found)).toEqual([`${draft.provisions[0] ?? ''} ${act.provisions[0] ?? ''}`])
	expect(found.compared.provisions).toBe(1)
})
