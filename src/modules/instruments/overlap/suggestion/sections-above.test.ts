import { expect, test } from 'vitest'
import { withSections } from './sections-above.ts'

const at = (number: string, text: string, heading: string | null = null, above: string[] | null = null) => ({
	id: number,
	number,
	level: 2,
	above,
	heading,
	text
})

test('an item has the heading of its section, or how the section opens; what stands by itself keeps what it has', () => {
	expect(
		withSections([
			at('(z)', 'of fish.', null, ['Part I', 'Nets']),
			at('4', 'The Board shall—', 'Functions of the Board'),
			at('(a)', 'license recruiters;'),
			at('4(b)', 'hear complaints.', 'Complaints'),
			at('5', 'An employer of a migrant worker shall: keep a register'),
			at('(iv)', 'of wages.'),
			at('6', 'Dogs are registered.')
		]).map(({ id, heading }) => [id, heading])
	).toEqual([
		['(z)', 'Nets'],
		['4', 'Functions of the Board'],
		['(a)', 'Functions of the Board'],
		['4(b)', 'Complaints'],
		['5', null],
		['(iv)', 'An employer of a migrant worker shall'],
		['6', null]
	])
})

test('a title or a heading without a text is no provision, and still tells what its items are about', () => {
	expect(withSections([at('', '', 'Labour Bill'), at('7', ' ', 'Fees'), at('(a)', 'of recruiters')])).toEqual([
		{ id: '(a)', heading: 'Fees', text: 'of recruiters' }
	])
})
