import { expect, test } from 'vitest'
import { speak } from '#platform/languages/words.ts'
import { catalogue } from '#words'
import { sayRule } from './say-rule.ts'

const RULES: readonly (readonly [rule: string, en: string, fr: string, pt: string])[] = [
	[
		'FREQ=MONTHLY;INTERVAL=3;BYDAY=2TH',
		'Every 3 months on the second Thursday',
		'Tous les 3 mois, le deuxième jeudi du mois',
		'A cada 3 meses, na segunda quinta-feira'
	],
	[
		'FREQ=MONTHLY;BYDAY=-1SA',
		'Every month on the last Saturday',
		'Chaque mois, le dernier samedi du mois',
		'Todos os meses, no último sábado'
	],
	[
		'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH',
		'Every 2 weeks: Monday and Thursday',
		'Toutes les 2 semaines\u00a0: lundi et jeudi',
		'A cada 2 semanas: segunda-feira e quinta-feira'
	],
	[
		'FREQ=MONTHLY;BYMONTHDAY=15;COUNT=6',
		'Every month on day 15; 6 meetings in all',
		'Chaque mois, le 15\u202f; 6 réunions en tout',
		'Todos os meses, no dia 15; 6 reuniões no total'
	],
	[
		'FREQ=YEARLY;UNTIL=20281231T215900Z',
		'Every year, on the date of the first meeting; until 31 December 2028',
		'Chaque année, à la date de la première réunion\u202f; jusqu’au 31 décembre 2028',
		'Todos os anos, na data da primeira reunião; até 31 de dezembro de 2028'
	],
	['FREQ=DAILY', 'Every day', 'Chaque jour', 'Todos os dias']
]

test.each(RULES)('%s is said as people say it, in each language', (rule, en, fr, pt) => {
	expect(
		['en', 'fr', 'pt'].map((language) => sayRule(speak(catalogue, language, { timeZone: 'Africa/Harare' }), rule))
	).toEqual([en, fr, pt])
})

test.each(['FREQ=YEARLY;BYMONTH=3;BYDAY=2TH', 'FREQ=MONTHLY;BYDAY=1MO,3MO', 'FREQ=MONTHLY;BYMONTHDAY=-1', 'nonsense'])(
	'%s has no plain sentence',
	(rule) => {
		expect(sayRule(speak(catalogue, 'en'), rule)).toBeNull()
	}
)
