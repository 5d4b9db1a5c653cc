import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { catalogue } from '#words'
import { speak } from '#platform/languages/words.ts'
import { dayAtEnd } from './said-day.ts'

describe('the day at the end of a line', () => {
	test.each([
		['send it by 2026-12-30', '2026-12-30', 'send it'],
		['send it by 30 December 2026', '2026-12-30', 'send it'],
		['send it by the 30th of December 2026.', '2026-12-30', 'send it'],
		['send it by December 30, 2026', '2026-12-30', 'send it'],
		['send it no later than 1st Feb. 2027', '2027-02-01', 'send it'],
		['send it, due 30/12/2026', '2026-12-30', 'send it,'],
		['send it (30.12.2026)', '2026-12-30', 'send it '],
		['send it by 3/4/2026;', '2026-04-03', 'send it'],
		['l’envoyer avant le 30 décembre 2026', '2026-12-30', 'l’envoyer'],
		['l’envoyer au plus tard le 1er août 2026', '2026-08-01', 'l’envoyer'],
		['l’envoyer d’ici au 5\u00a0févr. 2027', '2027-02-05', 'l’envoyer'],
		['enviar até 30 de dezembro de 2026', '2026-12-30', 'enviar'],
		['enviar até ao dia 1º de março de 2027', '2027-03-01', 'enviar'],
		['read the report of 3 May 2025 by 31/01/2026', '2026-01-31', 'read the report of 3 May 2025']
	])('%s', (text, day, before) => {
		const found = dayAtEnd(text)
		expect([found?.day, text.slice(0, found?.at)]).toEqual([day, before])
	})

	test.each([
		'send it',
		'send it on Monday',
		'send 30 copies of 2026',
		'send it by 30 Smarch 2026',
		'by 2026-12-30 send it',
		'send 12/2026'
	])('%s has none', (text) => {
		expect(dayAtEnd(text)).toBeNull()
	})

	test.each([
		['send it by 30 December', '2026-12-30', 'send it'],
		['send it by 2 Nov', '2026-11-02', 'send it'],
		['send it before the 1st of November', '2027-11-01', 'send it'],
		['send it by Jan. 15th.', '2027-01-15', 'send it'],
		['l’envoyer avant le 1er août', '2027-08-01', 'l’envoyer'],
		['enviar até 5 de novembro', '2026-11-05', 'enviar']
	])('without its year is the next such day: %s', (text, day, before) => {
		const found = dayAtEnd(text, '2026-11-02')
		expect([found?.day, text.slice(0, found?.at)]).toEqual([day, before])
		expect(dayAtEnd(text), 'where nobody knows after which day').toEqual({ day: null, at: found?.at })
	})

	test.each(['buy 10 set', 'send it 30 December', 'meet by 30 people', 'send it by May'])(
		'is not read out of other words: %s',
		(text) => {
			expect(dayAtEnd(text, '2026-11-02')).toBeNull()
		}
	)

	test('is told even where there is no such day, so that this can be said', () => {
		expect(dayAtEnd('send it by 31 April 2026')?.day).toBe('2026-04-31')
		expect(dayAtEnd('send it by 30/13/2026')?.day).toBe('2026-13-30')
	})

	test.each(['en', 'fr', 'pt'])('is understood as the screen itself writes it in %s', (language) => {
		const { day } = speak(catalogue, language, { timeZone: 'Africa/Harare' })
		fc.assert(
			fc.property(fc.integer({ min: 0, max: 20_000 }), (number) => {
				const one = new Date(Date.UTC(2000, 0, 1 + number)).toISOString().slice(0, 10)
				expect(dayAtEnd(`x ${day(one)}`)?.day).toBe(one)
			})
		)
	})

	test('never fails, whatever is typed', () => {
		fc.assert(fc.property(fc.string(), (text) => void dayAtEnd(text)))
	})
})
