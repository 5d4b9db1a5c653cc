import { sayDecimal } from '#platform/languages/exact-numbers.ts'
import type { Words } from '#platform/languages/words.ts'
import type { CompiledRegister } from '../declaration/compile-declaration.ts'
import { sayMoney, type AreaName } from '../entry/said/say-value.ts'
import { ALL_ENTRIES, writeAddress, type ListAsked } from '../listing/list-address.ts'
import type { Offer } from '../listing/offer.ts'
import { narrowedTo, sayGroup } from '../listing/say-groups.ts'
import type { Named, Sums } from './figure-outputs.ts'
import { isDay, STATE, type Span } from './figure-rules.ts'

export type Saying = Pick<
	Words,
	't' | 'name' | 'country' | 'order' | 'language' | 'number' | 'percent' | 'day' | 'partial' | 'list'
>

/** What figures are told from: a register as the seat sees it, what stands in its figures by name, and its list's address. */
export type Telling = {
	words: Saying
	compiled: CompiledRegister
	offer: Offer
	home: string
	named: Named & { areas: readonly AreaName[] }
}

type Told = { value: string; isHidden?: boolean; isRest?: boolean }
type Apart = { by: string; span: Span | null }

/** What a group is called. */
export function sayTold(
	{ words, compiled, named }: Telling,
	{ by, span }: Apart,
	{ value, isHidden, isRest }: Told
): string {
	if (isHidden) return words.t('figures.hidden')
	if (isRest) return words.t('figures.rest')
	if (value === '') return words.t('figures.not-said')
	const one = compiled.fields.get(by)
	if (one && isDay(one)) return span === 'month' ? words.partial(value) : value
	return sayGroup(words, { compiled, by, value }, named)
}

/**
 * Where groups stand when they are read: closed sets and days in their own order, whatever bears a name in the order of names, so
 * that nobody is ranked; what is not said and what is hidden come last.
 */
export function readingOrder<Group extends Told>(
	telling: Telling,
	{ by, span }: Apart,
	groups: readonly Group[]
): number[] {
	const places = groups.map((_, place) => place)
	const type = telling.compiled.fields.get(by)?.field.type
	if (type === undefined || !NAMED.has(type)) return places
	const labels = groups.map((group) => sayTold(telling, { by, span }, group))
	const last = (place: number) => {
		const group = groups[place]
		return group?.isRest ? 3 : group?.isHidden ? 2 : group?.value === '' ? 1 : 0
	}
	return places.sort(
		(one, other) => last(one) - last(other) || telling.words.order(labels[one] ?? '', labels[other] ?? '')
	)
}

const NAMED: ReadonlySet<string> = new Set(['actor', 'structure', 'record', 'entry', 'seat', 'place', 'country'])

/** The name of what entries are told apart by. */
export const sayApart = ({ words, compiled }: Pick<Telling, 'words' | 'compiled'>, by: string): string => {
	if (by === STATE) return words.t('registers.list.state')
	const names = compiled.fields.get(by)?.field.names
	return names ? words.name(names) : by
}

/** Sums as people read them, one for each currency; of a number with its unit. */
export function saySums({ words, compiled }: Pick<Telling, 'words' | 'compiled'>, sum: string, sums: Sums): string[] {
	const one = compiled.fields.get(sum)
	const told = sums.length > 0 ? sums : nothingOf(one?.type)
	return told.map(({ currency, amount }) => {
		if (currency !== null) return sayMoney(words.language, { amount, currency })
		const unit = one?.field.type === 'decimal' ? one.field.unit : undefined
		const number = sayDecimal(words.language, amount)
		return unit ? `${number}\u00a0${words.name(unit)}` : number
	})
}

// Nothing was added up: nought, where it is known of what.
const nothingOf = (type: { kind: string; currency?: string | null } | undefined): Sums =>
	type?.kind === 'money' && !type.currency ? [] : [{ currency: type?.currency ?? null, amount: '0' }]

export const NOTHING_ASKED: ListAsked = {
	words: undefined,
	standing: [],
	state: [],
	origin: [],
	fields: {},
	empty: [],
	filled: [],
	sort: undefined,
	group: undefined,
	columns: []
}

/** What a list asks for that shows the entries of a declared figure. */
export function askedByFigure(where: Readonly<Record<string, readonly string[]>>): ListAsked {
	const { [STATE]: standing = [], ...fields } = where
	return { ...NOTHING_ASKED, standing, fields }
}

const lastDay = (month: string) =>
	new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).toISOString().slice(0, 10)

/** What a list asks for that shows one group alone; null where no list tells it apart. */
export function askedByGroup(telling: Telling, asked: ListAsked, { by, span }: Apart, told: Told): ListAsked | null {
	const { compiled, offer, named, words } = telling
	const { value } = told
	if (told.isHidden || told.isRest) return null
	const one = compiled.fields.get(by)
	if (by !== STATE && !offer.filters.has(by)) return null
	if (value === '')
		return by === STATE ? null : { ...asked, group: undefined, empty: [...new Set([...asked.empty, by])] }
	// Narrowed by the same days or codes already, a list cannot be asked for both.
	if (one && asked.fields[by] !== undefined && (isDay(one) || one.field.type === 'many-of')) return null
	if (one && isDay(one) && span === 'month') {
		// A group holds a period by its first day, a list finds it by all of its days.
		if (value.length !== 7 || one.field.type === 'period') return null
		return {
			...asked,
			group: undefined,
			fields: { ...asked.fields, [by]: { from: `${value}-01`, until: lastDay(value) } }
		}
	}
	return narrowedTo(asked, { compiled, by, value }, named, words)
}

/** The list behind a number. */
export const listAt = ({ home }: Pick<Telling, 'home'>, asked: ListAsked): string => {
	const params = writeAddress({ ...asked, sort: undefined, group: undefined, columns: [] })
	return params.size === 0 ? `${home}?view=${ALL_ENTRIES}` : `${home}?${params.toString()}`
}

/** The list behind a group, where there is one. */
export function hrefOfGroup(telling: Telling, asked: ListAsked, apart: Apart, told: Told): string | null {
	const narrowed = askedByGroup(telling, asked, apart, told)
	return narrowed && listAt(telling, narrowed)
}
