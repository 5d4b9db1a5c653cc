import type { Words } from '#platform/languages/words.ts'

type Says = Pick<Words, 't' | 'country'>

// What the loaders of reference data write into notes in English, beside what the sources say themselves; with the key of its words.
const WHOLE: Readonly<Record<string, string>> = {
	'from memory, unchecked': 'unchecked',
	'Of its day the source says the year alone': 'year-alone',
	'The source describes it and does not name it': 'not-named',
	'The source says that its repeal is proposed': 'repeal-proposed',
	'Its period has run out since': 'run-out',
	'the source has it in force': 'source-in-force',
	'general knowledge': 'general',
	'Not checked against an original': 'not-checked',
	'Rests in part on general knowledge': 'in-part',
	'by kind': 'by-kind',
	stated: 'stated',
	'Name composed from the wording of the source': 'composed',
	'Year not given in the source': 'no-year',
	yes: 'yes',
	no: 'no'
}
const LEADING: Readonly<Record<string, string>> = {
	'Carried by national law': 'carried',
	'Taken up nationally': 'taken-up',
	Recommended: 'recommended',
	'Asked for': 'asked-for',
	'Status in the source': 'status',
	'Relation in the source': 'relation',
	'Theme in the source': 'theme',
	'Region in the source': 'region',
	'Kind in the source': 'kind',
	'Stage in the source': 'stage',
	'For whom in the source': 'for-whom',
	'When it binds and is left': 'times',
	'Dates, place and depositary': 'dates',
	depositary: 'depositary',
	'entry into force': 'entry',
	rest: 'rest',
	'Topic in the source': 'topic',
	'List in the source': 'list',
	'In the source': 'in-source',
	'Role in the source': 'role',
	'The source says': 'source-says',
	'Instrument it is about': 'about-instrument',
	'Policy it is about': 'about-policy'
}
const BEGINNING = /^([A-Za-z, ]+): (.*)$/s
const COUNTRY = /^[A-Z]{3}$/
// As `noteOf` joins them.
const BETWEEN = '; '

/** A note as the page's language has it: what a loader of reference data wrote into it is said in that language, what a source says stays. */
export const sayNote = (words: Says, note: string): string =>
	note
		.split(BETWEEN)
		.map((remark) => sayRemark(words, remark))
		.join(BETWEEN)

function sayRemark(words: Says, remark: string): string {
	const { t, country } = words
	const whole = WHOLE[remark]
	if (whole !== undefined) return t(`noted.${whole}`)
	const [, beginning = '', told = ''] = BEGINNING.exec(remark) ?? []
	const leading = LEADING[beginning]
	if (leading !== undefined) return t(`noted.${leading}`, { told: sayRemark(words, told) })
	return COUNTRY.test(beginning) ? `${country(beginning)}${t('ui.colon')}${sayRemark(words, told)}` : remark
}
