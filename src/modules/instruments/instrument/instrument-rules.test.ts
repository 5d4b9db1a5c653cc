import fc from 'fast-check'
import { expect, test } from 'vitest'
import { faultsOfLine, faultsOfTimes, sameWords, STATUS_EVENTS, titleOfObligation } from './instrument-rules.ts'
import { groupOf, POSITION_GROUPS, positionFigure } from './position-view.ts'
import { POSITIONS, SCOPES } from './instrument-rules.ts'

test('an obligation is the same however it is spelt in capitals, spaces, points and marks', () => {
	expect(sameWords('  Protect  VICTIMS, at once. ')).toBe(sameWords('protect victims at once'))
	expect(sameWords('Réprimer')).toBe(sameWords('re\u0301primer'))
	expect(sameWords('Article 5 (2)')).not.toBe(sameWords('Article 5 (3)'))
})

test('an obligation is called by its article and the beginning of its text, cut between words', () => {
	expect(titleOfObligation('Article 5', 'Make it an offence.')).toBe('Article 5: Make it an offence.')
	fc.assert(
		fc.property(
			fc.string({ minLength: 1, maxLength: 60 }),
			fc.string({ minLength: 1, maxLength: 400 }),
			(article, text) => {
				expect(titleOfObligation(article, text).length).toBeLessThanOrEqual(121)
				expect(titleOfObligation(article, text).startsWith(article.slice(0, 60))).toBe(true)
			}
		)
	)
})

test.each(STATUS_EVENTS)('a line “%s” has what belongs to it and nothing else', (event) => {
	const bare = faultsOfLine({ event, text: null, withdraws: null, effect: null }).map(({ code }) => code)
	const whole = faultsOfLine({ event, text: 'words', withdraws: 'another', effect: '2026-01-01' }).map(
		({ code }) => code
	)
	const isStatement = event === 'reservation' || event === 'declaration'
	const isWithdrawal = event.startsWith('withdrawal')
	expect(bare).toEqual([
		...(isStatement ? ['instruments.status-without-text'] : []),
		...(isWithdrawal ? ['instruments.status-withdraws-nothing'] : [])
	])
	expect(whole).toEqual([
		...(isWithdrawal ? [] : ['instruments.status-only-withdrawal']),
		...(event === 'denounced' ? [] : ['instruments.status-only-denunciation'])
	])
})

test('an instrument comes into force and is signed after it was adopted', () => {
	const times = {
		adopted: '2000-11-15',
		adoptedLast: '2000-11-15',
		inForceLast: '2003-12-25',
		signableUntil: '2002-12-12'
	}
	expect(faultsOfTimes(times)).toEqual([])
	expect(
		faultsOfTimes({ ...times, inForceLast: '2000-11-14', signableUntil: '2000-01-01' }).map(({ field }) => field)
	).toEqual(['inForceOn', 'signableUntil'])
})

test('every instrument of a picture stands in one cell of the table behind it', () => {
	const words = { t: (key: string) => key, number: String }
	fc.assert(
		fc.property(
			fc.array(
				fc.record({
					scope: fc.constantFrom(...SCOPES),
					position: fc.constantFrom(...POSITIONS, null),
					count: fc.integer({ min: 0, max: 50 })
				}),
				{ maxLength: 40 }
			),
			(cells) => {
				const { rows } = positionFigure(words, cells)
				const sum = (values: readonly number[]) => values.reduce((one, other) => one + other, 0)
				expect(sum(rows.map(({ total }) => total))).toBe(sum(cells.map(({ count }) => count)))
				for (const { counts, total } of rows) expect(sum(POSITION_GROUPS.map((group) => counts[group]))).toBe(total)
			}
		)
	)
	expect(groupOf(null)).toBe('not-known')
})
