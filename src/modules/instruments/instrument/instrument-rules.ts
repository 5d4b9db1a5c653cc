import type { InstrumentStatusTable, InstrumentTable } from './schema.ts'

/** What an instrument is called by those who made it. */
export const INSTRUMENT_FORMS = [
	'treaty',
	'convention',
	'covenant',
	'protocol',
	'agreement',
	'partnership-agreement',
	'memorandum',
	'declaration',
	'recommendation',
	'resolution',
	'compact',
	'agenda',
	'goals',
	'policy-framework',
	'framework',
	'policy',
	'strategy',
	'action-plan',
	'road-map',
	'code',
	'guidance'
] as const
export type InstrumentForm = (typeof INSTRUMENT_FORMS)[number]

export const SCOPES = [
	'global',
	'continental',
	'regional',
	'interregional',
	'bilateral'
] as const satisfies readonly InstrumentTable['scope'][]
export type Scope = (typeof SCOPES)[number]

/** Where a country can stand, from what nobody knows to what binds it. */
export const POSITIONS = [
	'not-known',
	'not-signed',
	'not-ratified',
	'signed',
	'ratified',
	'accepted',
	'approved',
	'acceded',
	'succeeded',
	'signed-definitively',
	'in-force',
	'denounced'
] as const satisfies readonly NonNullable<InstrumentTable['position']>[]
export type PositionName = (typeof POSITIONS)[number]

/** What a State can have done, and what a source can deny. */
export const STATUS_EVENTS = [
	'signed',
	'ratified',
	'accepted',
	'approved',
	'acceded',
	'succeeded',
	'signed-definitively',
	'in-force',
	'reservation',
	'declaration',
	'withdrawal-of-reservation',
	'withdrawal-of-declaration',
	'denounced',
	'not-signed',
	'not-ratified'
] as const satisfies readonly InstrumentStatusTable['event'][]
export type StatusEventName = (typeof STATUS_EVENTS)[number]

/** What is said with a text of its own. */
const STATEMENTS: readonly StatusEventName[] = ['reservation', 'declaration']
const WITHDRAWALS: readonly StatusEventName[] = ['withdrawal-of-reservation', 'withdrawal-of-declaration']

type Line = {
	event: StatusEventName
	text: string | null
	withdraws: string | null
	effect: string | null
}

/** What a line of a status lacks or has too much of, each with its field; the order of events is `readHistory`'s. */
export function faultsOfLine({ event, text, withdraws, effect }: Line): { field: string; code: string }[] {
	const faults: { field: string; code: string }[] = []
	if (STATEMENTS.includes(event) && text === null)
		faults.push({ field: 'text', code: 'instruments.status-without-text' })
	if (WITHDRAWALS.includes(event) && withdraws === null)
		faults.push({ field: 'withdraws', code: 'instruments.status-withdraws-nothing' })
	if (!WITHDRAWALS.includes(event) && withdraws !== null)
		faults.push({ field: 'withdraws', code: 'instruments.status-only-withdrawal' })
	if (event !== 'denounced' && effect !== null)
		faults.push({ field: 'effect', code: 'instruments.status-only-denunciation' })
	return faults
}

/** The days and the standing of an instrument, as far as they bear on each other. */
type Times = {
	adopted: string | null
	adoptedLast: string | null
	inForceLast: string | null
	signableUntil: string | null
}

/** Why an instrument cannot have these days, each with its field. */
export function faultsOfTimes({ adopted, inForceLast, signableUntil }: Times): { field: string; code: string }[] {
	const faults: { field: string; code: string }[] = []
	if (adopted !== null && inForceLast !== null && inForceLast < adopted)
		faults.push({ field: 'inForceOn', code: 'instruments.in-force-before-adoption' })
	if (adopted !== null && signableUntil !== null && signableUntil < adopted)
		faults.push({ field: 'signableUntil', code: 'instruments.signable-before-adoption' })
	return faults
}

/** An obligation is the same where instrument, article and these words are: however it is spelt in capitals, spaces and points. */
export const sameWords = (text: string): string =>
	text
		.normalize('NFKD')
		.replaceAll(/\p{Mark}/gu, '')
		.toLowerCase()
		.replaceAll(/[^\p{Letter}\p{Number}]+/gu, ' ')
		.trim()

const ARTICLE = /^(?:art|arts|article|articles|artigo|artigos) (?=\d)/

/** An article is the same with the word in front and without: `Article 3(b)`, `Art. 3 (b)`, `3(b)`. */
export const sameArticle = (article: string): string => sameWords(article).replace(ARTICLE, '')

const TITLE_MOST = 120

/** What an obligation is called in lists and links: its article and how its text begins. */
export function titleOfObligation(article: string, text: string): string {
	const whole = `${article}: ${text.replaceAll(/\s+/g, ' ')}`
	if (whole.length <= TITLE_MOST) return whole
	const cut = whole.slice(0, TITLE_MOST)
	return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), article.length + 2)).trimEnd()}…`
}
