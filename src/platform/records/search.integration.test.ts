import fc from 'fast-check'
import { expect, test } from 'vitest'
import { versionOf } from '#tests/fixtures/directory.ts'
import { aWorkspace, type SeatKey, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { createActor } from '#modules/directory/actor-commands.ts'
import { listActors } from '#modules/directory/actor-queries.ts'
import { addMandate } from '#modules/directory/membership-commands.ts'
import { succeedActor } from '#modules/directory/succession.ts'
import { mergeRecords, setRecordAudience, withdrawRecord } from './record-operations.ts'
import { searchRecords } from './record-search.ts'
import { searchTerms } from './search-words.server.ts'

async function find(made: TestWorkspace, words: string, key: SeatKey = 'public') {
	const { items } = await (await made.as(key)).ask(searchRecords, { words, limit: 100 })
	return items.map((item) => item.reference)
}

async function aTravelOffice() {
	const made = await aWorkspace()
	await (
		await made.as('secretariat')
	).run(createActor, {
		key: 'travel-office',
		name: { en: 'Office of Travel and Labour Mobility', fr: 'Bureau de la main-d’œuvre à l’étranger' },
		acronym: 'OTLM',
		kind: 'agency',
		aliases: ['Emigration Bureau', 'Straßenamt Łódź']
	})
	return made
}

test.each([
	['mobility', 'a word of the name'],
	['MOBILITY travel', 'words in any order and case'],
	['mobil', 'the beginning of a word'],
	['mob trav', 'the beginnings of several'],
	['otlm', 'the acronym'],
	['OTL', 'the beginning of the acronym'],
	['étranger', 'a name in another language'],
	['etranger', 'without its accent'],
	['étrángér', 'with accents it has not'],
	['main-d’œuvre', 'a joined letter as it is written'],
	['main d oeuvre', 'a joined letter as it is typed'],
	['emigration', 'another name of it'],
	['strassenamt', 'an alias, its letters written out'],
	['Straßenamt', 'an alias as it is written'],
	['lodz', 'a letter with a stroke'],
	['travel-office', 'its key'],
	['the office', 'a word that means nothing beside one that does']
])('%s finds by %s', async (words) => {
	expect(await find(await aTravelOffice(), words)).toContain('travel-office')
})

test.each(['mobility police', 'xtravel', 'ravel', 'office zzz'])(
	'%s finds it not: every word must be there',
	async (words) => {
		expect(await find(await aTravelOffice(), words)).not.toContain('travel-office')
	}
)

test('a structure is found by what its terms of reference say', async () => {
	const made = await aWorkspace()
	const chair = await made.as('chair')
	await chair.run(addMandate, { structure: 'committee', text: 'Harmonises remittance corridors' })
	expect(await find(made, 'remittance')).toEqual(['committee'])
	expect(await find(made, 'remittances corridor')).toEqual(['committee'])
})

test('what is withdrawn is still found, what was renamed by both names, what was merged only by the other', async () => {
	const made = await aTravelOffice()
	const secretariat = await made.as('secretariat')
	const office = { record: 'travel-office', kind: 'actor' } as const
	const version = () => versionOf(made, 'actor', 'travel-office')
	await secretariat.run(succeedActor, {
		actor: 'travel-office',
		version: await version(),
		kind: 'rename',
		day: '2026-02-01',
		legalBasis: 'Act',
		name: 'Journeys Authority',
		acronym: 'JA'
	})
	for (const words of ['travel mobility', 'otlm', 'journeys', 'ja'])
		expect(await find(made, words)).toContain('travel-office')
	await secretariat.run(withdrawRecord, { ...office, version: await version(), reason: 'x' })
	expect(await find(made, 'journeys')).toEqual(['travel-office'])
	await secretariat.run(mergeRecords, { ...office, version: await version(), into: 'labour', reason: 'the same' })
	expect(await find(made, 'journeys')).toEqual([])
	expect(await find(made, 'travel mobility')).toEqual(['labour'])
})

test('search gives and counts only what the seat may see', async () => {
	const made = await aTravelOffice()
	const secretariat = await made.as('secretariat')
	const seen = async (key: SeatKey) => {
		const { total, byKind } = await (await made.as(key)).ask(searchRecords, { words: 'mobility' })
		return [total, byKind.length]
	}
	expect(await seen('public')).toEqual([1, 1])
	for (const [audience, outside, inside] of [
		['workspace', [0, 0], [1, 1]],
		['secretariat', [0, 0], [0, 0]]
	] as const) {
		await secretariat.run(setRecordAudience, {
			record: 'travel-office',
			kind: 'actor',
			version: await versionOf(made, 'actor', 'travel-office'),
			audience,
			reason: 'x'
		})
		expect(await seen('public')).toEqual(outside)
		expect(await seen('member')).toEqual(inside)
		expect(await seen('secretariat')).toEqual([1, 1])
	}
	expect(await find(made, 'closed working', 'public')).toEqual([])
	expect(await find(made, 'closed working', 'member')).toEqual(['closed-group'])
})

test('no workspace finds what is another’s', async () => {
	await aTravelOffice()
	expect(await find(await aWorkspace(), 'mobility', 'administrator')).toEqual([])
})

test('whatever is typed, search answers', { timeout: 300_000 }, async () => {
	const made = await aTravelOffice()
	const reader = await made.as('public')
	const typed = fc.oneof(
		fc.string({ maxLength: 60 }),
		fc.string({ unit: 'binary', maxLength: 40 }).filter((text) => text.isWellFormed() && !text.includes('\u0000')),
		fc
			.array(
				fc.constantFrom(
					'travel',
					'&',
					'|',
					'!',
					':*',
					'(',
					')',
					'<->',
					"'",
					'\\',
					'½',
					'①',
					'⅓',
					'ﬁ',
					'٣',
					'中文',
					'%',
					'--',
					'"',
					'*'
				),
				{ maxLength: 12 }
			)
			.map((parts) => parts.join(' '))
	)
	await fc.assert(
		fc.asyncProperty(typed, async (words) => {
			const { items, total } = await reader.ask(searchRecords, { words })
			expect(items.length).toBeLessThanOrEqual(total)
			if (words.trim() !== '') await reader.ask(listActors, { filter: { words: words.trim() } })
		}),
		{ numRuns: 150, endOnFailure: true }
	)
})

test('nothing but signs is no search, and a word is taken as a word', () => {
	for (const typed of ['', '   ', '& | !', '()', "'"]) expect(searchTerms(typed)).toBeNull()
	expect(searchTerms("d'œuvre & !x")).toBe('d:* & oeuvre:* & x:*')
	expect(searchTerms(Array(40).fill('word').join(' '))?.split(' & ')).toHaveLength(12)
})
