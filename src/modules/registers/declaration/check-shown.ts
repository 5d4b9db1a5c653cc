import type { CompiledField, CompiledRegister } from './compile-declaration.ts'
import type { AnyField } from './declaration.ts'
import type { DeclarationPath, TellFault } from './fault.ts'

/** What lists, boards, calendars, maps, figures and charts name: fields that are there and can be shown that way. */
export function checkShown(
	tell: TellFault,
	{ declaration, fields }: CompiledRegister,
	isClosedSet: (field: AnyField) => boolean
) {
	const there = (key: string, path: DeclarationPath): CompiledField | undefined => {
		const found = fields.get(key)
		if (!found && key !== 'state') tell('unknown-field', path, key)
		return found
	}
	const filtered = (key: string, path: DeclarationPath): CompiledField | undefined => {
		const found = there(key, path)
		if (found && !found.field.filtered) tell('not-filtered', path, key)
		return found
	}
	const codesOf = new Map(declaration.lists.map(({ key, codes }) => [key, new Set(codes.map((code) => code.key))]))
	const states = new Set(declaration.states.map(({ key }) => key))
	const where = (filter: Readonly<Record<string, readonly string[]>>, path: DeclarationPath) => {
		for (const [key, values] of Object.entries(filter)) {
			const field = filtered(key, [...path, key])?.field
			const codes =
				key === 'state'
					? states
					: field?.type === 'one-of' && 'list' in field.codes
						? codesOf.get(field.codes.list)
						: undefined
			for (const value of values) if (codes && !codes.has(value)) tell('unknown-code', [...path, key], value)
		}
	}
	const summed = (key: string | undefined, path: DeclarationPath) => {
		if (key === undefined) return
		const found = there(key, path)
		const kind = found?.type?.kind
		// What is linked is counted for each reader apart, so that no figure of it is kept.
		const isKept = found?.field.type !== 'linked-count' && found?.field.type !== 'linked-sum'
		if (found && (!isKept || (kind !== 'number' && kind !== 'money'))) tell('not-a-number', path, key)
	}
	// Figures are kept counted by what stands in entries; a record would stand there by an identifier that no declaration knows.
	const whereKept = (filter: Readonly<Record<string, readonly string[]>>, path: DeclarationPath) => {
		where(filter, path)
		for (const key of Object.keys(filter)) {
			const isReference = fields.get(key)?.column?.kind === 'reference'
			if (isReference) tell('not-a-closed-set', [...path, key], key)
		}
	}
	const oneOf = (key: string, path: DeclarationPath) => {
		const found = filtered(key, path)
		if (found && !isClosedSet(found.field)) tell('not-a-closed-set', path, key)
	}
	for (const [index, view] of declaration.views.entries()) {
		const path = ['views', index]
		for (const [position, key] of (view.columns ?? []).entries()) there(key, [...path, 'columns', position])
		if (view.sort !== undefined) filtered(view.sort.replace(/^-/, ''), [...path, 'sort'])
		where(view.where, [...path, 'where'])
		if (view.group !== undefined) oneOf(view.group, [...path, 'group'])
		if (view.across !== undefined) oneOf(view.across, [...path, 'across'])
		if (view.shows === 'calendar') {
			const found = filtered(view.day ?? '', [...path, 'day'])
			const isDay =
				found?.field.type === 'date' || found?.field.type === 'period' || found?.formula?.gives.kind === 'day'
			if (found && !isDay) tell('not-a-day', [...path, 'day'], found.field.key)
		}
		if (view.until !== undefined) {
			const [first, last] = [fields.get(view.day ?? ''), there(view.until, [...path, 'until'])]
			const isSpan = view.shows === 'calendar' && first?.field.type === 'date' && last?.field.type === 'date'
			if (!isSpan) tell('not-a-day', [...path, 'until'], view.until)
			// Whoever sees the first day sees the last: they are kept together.
			else if (first.part !== last.part) tell('tells-of-hidden', [...path, 'until'], view.until)
		}
		if (view.shows === 'map') {
			const place = filtered(view.place ?? '', [...path, 'place'])?.field
			if (place && place.type !== 'country' && place.type !== 'place')
				tell('not-a-place', [...path, 'place'], place.key)
		}
		if (view.shows === 'pivot' && (view.group === undefined || view.across === undefined)) {
			tell('pivot-of-one', path, view.key)
		}
	}
	for (const [index, headline] of declaration.headlines.entries()) {
		whereKept(headline.where, ['headlines', index, 'where'])
		summed(headline.sum, ['headlines', index, 'sum'])
		summed(headline.of, ['headlines', index, 'of'])
		if (headline.of !== undefined && headline.sum === undefined)
			tell('share-of-nothing', ['headlines', index, 'of'], headline.of)
	}
	for (const [index, chart] of declaration.charts.entries()) {
		whereKept(chart.where, ['charts', index, 'where'])
		summed(chart.sum, ['charts', index, 'sum'])
		const by = there(chart.by, ['charts', index, 'by'])?.field
		if (!by) continue
		const isDay = by.type === 'date' || by.type === 'partial-date' || by.type === 'period'
		const isTold = isClosedSet(by) || by.type === 'many-of' || by.type === 'actor' || by.type === 'place' || isDay
		if (!isTold) tell('not-a-closed-set', ['charts', index, 'by'], by.key)
		if (isDay && chart.span === undefined) tell('span-missing', ['charts', index, 'span'], by.key)
	}
}
