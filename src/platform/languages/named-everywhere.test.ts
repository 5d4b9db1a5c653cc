import { expect, test } from 'vitest'
import { namedEverywhere } from './named-everywhere.ts'

const catalogue = { en: { report: 'Report' }, fr: { report: 'Rapport' }, st: {} }

test('what the product names has a name in every language it has words for it in, beside those of the workspace', () => {
	const names = namedEverywhere({ catalogue, languages: ['st'], firstLanguage: 'st' }, 'report', ({ t }) => t('report'))
	expect(names).toEqual({ st: 'Report', en: 'Report', fr: 'Rapport' })
})

test('a language without words of its own names nothing, so that no English sentence stands around its days', () => {
	const said = { en: { on: 'Report of {day}' }, sn: {} }
	const names = namedEverywhere({ catalogue: said, languages: ['en', 'sn'], firstLanguage: 'sn' }, 'on', ({ t, day }) =>
		t('on', { day: day('2026-10-01') })
	)
	expect(names).toEqual({ sn: 'Report of 1 October 2026', en: 'Report of 1 October 2026' })
	expect(
		namedEverywhere({ catalogue: said, languages: ['en', 'sn'], firstLanguage: 'en' }, 'on', ({ t }) =>
			t('on', { day: '' })
		)
	).toEqual({ en: 'Report of ' })
})
