import fc from 'fast-check'
import { expect, test } from 'vitest'
import { audienceTokens, AUDIENCES } from '#platform/access/seat.ts'
import {
	countedFor,
	isWiderThan,
	lastQuarter,
	textIn,
	whyNotApprove,
	REPORT_MOVES,
	REPORT_STATES,
	whyNotMoveReport,
	whyNotPeriod
} from './report-rules.ts'

test.each(REPORT_STATES.flatMap((state) => REPORT_MOVES.map((move) => [state, move] as const)))(
	'a report that is %s: %s',
	(state, move) => {
		const why = whyNotMoveReport(state, move)
		if (state === 'draft') expect(why).toBeNull()
		else expect(why).toBe(move === 'approve' ? 'deliberation.report-approved-already' : 'deliberation.report-approved')
	}
)

test('a draft is approved once its period is over and its figures tell of all of it', () => {
	const to = '2026-12-31'
	expect(whyNotApprove({ to, countedTo: '2026-11-22' }, '2026-11-22')).toBe('deliberation.report-period-running')
	expect(whyNotApprove({ to, countedTo: '2026-11-22' }, '2027-01-05')).toBe('deliberation.report-figures-early')
	expect(whyNotApprove({ to, countedTo: to }, to)).toBeNull()
	expect(whyNotApprove({ to, countedTo: to }, '2027-01-05')).toBeNull()
})

test('a text is read in the language of the paper, else of the report, else in any it was written in', () => {
	const text = (language: string, narrative = language) => ({ language, narrative })
	const texts = [text('en'), text('fr'), text('pt', ' ')]
	expect(textIn(texts, ['fr', 'en'])).toEqual(text('fr'))
	expect(textIn(texts, ['pt', 'fr'])).toEqual(text('fr'))
	expect(textIn(texts, ['pt', 'sw'])).toEqual(text('en'))
	expect(textIn([text('pt', '')], ['pt', 'pt'])).toBeNull()
})

test('a report is about days in their order, the first of which has come', () => {
	expect(whyNotPeriod('2026-01-01', '2026-03-31', '2026-02-15')).toBeNull()
	expect(whyNotPeriod('2026-02-15', '2026-02-15', '2026-02-15')).toBeNull()
	expect(whyNotPeriod('2026-03-01', '2026-02-28', '2026-04-01')).toBe('deliberation.report-period-backwards')
	expect(whyNotPeriod('2026-04-01', '2026-06-30', '2026-03-31')).toBe('deliberation.report-period-ahead')
})

test('the quarter that was over last lies wholly before today, and ends less than a quarter ago', () => {
	const day = fc
		.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
		.map((date) => date.toISOString().slice(0, 10))
	fc.assert(
		fc.property(day, (today) => {
			const { from, to } = lastQuarter(today)
			expect(from < to && to < today).toBe(true)
			expect(from).toMatch(/-(?:01|04|07|10)-01$/)
			const days = (Date.parse(today) - Date.parse(to)) / 86_400_000
			expect(days).toBeLessThanOrEqual(92)
		})
	)
	expect(lastQuarter('2026-03-31')).toEqual({ from: '2025-10-01', to: '2025-12-31' })
	expect(lastQuarter('2024-04-01')).toEqual({ from: '2024-01-01', to: '2024-03-31' })
})

test('a report counts nothing that one of its readers does not see', () => {
	const structure = '0190c0de-0000-7000-8000-000000000001'
	const readers = {
		public: [['public']],
		workspace: [['public', 'workspace']],
		members: [
			['public', 'workspace', `structure:${structure}`],
			['public', 'workspace', 'role:secretariat'],
			['public', 'workspace', 'role:administrator']
		],
		'full-members': [['public', 'workspace', `structure:${structure}`, `members:${structure}`]],
		secretariat: [
			['public', 'workspace', 'role:secretariat'],
			['public', 'workspace', 'role:administrator', 'role:secretariat']
		]
	} as const
	for (const report of AUDIENCES) {
		const counted = countedFor(audienceTokens(report, structure))
		for (const record of AUDIENCES) {
			const tokens = audienceTokens(record, structure)
			const isCounted = tokens.some((token) => counted.includes(token))
			for (const reader of readers[report]) {
				const sees = tokens.some((token) => reader.some((own) => own === token))
				expect(isCounted && !sees, `${record} in a report for ${report}`).toBe(false)
			}
		}
	}
})

test('a report is never wider than the structure that it names', () => {
	expect(isWiderThan('workspace', 'members')).toBe(true)
	expect(isWiderThan('members', 'workspace')).toBe(false)
	expect(isWiderThan('public', 'public')).toBe(false)
	expect(isWiderThan('members', 'full-members')).toBe(true)
})
