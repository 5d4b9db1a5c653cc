import { z } from 'zod'
import type { AskingSeat } from '../entry/entry-access.ts'
import { KeptValue } from '../entry/entry-outputs.ts'
import { columnsAtFirst, offerOf } from '../listing/offer.ts'
import type { CompiledRegister, Part } from './compile-declaration.ts'
import type { AnyField } from './declaration.ts'
import { isWorkedOut } from './field-types.ts'

const Texts = z.record(z.string(), z.string())

/** What comes of a declaration: how its numbers look, what the list shows, how an entry lives, and what the form asks for. */
export const ShownDeclaration = z.object({
	number: z.string(),
	columns: z.array(Texts),
	states: z.array(Texts),
	/** What the clock moves: from which states, once which day has passed, and where to. */
	clock: z.array(z.object({ from: z.array(Texts), day: Texts, to: Texts })),
	fields: z.array(
		z.object({
			key: z.string(),
			names: Texts,
			/** A type of field, or `table`. */
			type: z.string(),
			filled: z.enum(['yes', 'no', 'condition', 'worked-out']),
			/** What a new entry begins with there: the day, the actor of who adds it, or a value. */
			begins: z.union([z.literal('today'), z.literal('own'), z.object({ value: KeptValue })]).nullable(),
			/** Who sees it: whoever sees the entry, whoever has a seat, or the group that is named. */
			seen: z.union([z.literal('all'), z.literal('inside'), Texts]),
			/** The fields of a table. */
			inner: z.array(Texts)
		})
	)
})
export type ShownDeclaration = z.output<typeof ShownDeclaration>

function filledOf(field: AnyField): ShownDeclaration['fields'][number]['filled'] {
	if (isWorkedOut(field)) return 'worked-out'
	if (field.required === false) return 'no'
	return field.required === true && field.asked === undefined ? 'yes' : 'condition'
}

/** What comes of a declaration, for whoever is about to declare it; `prefix` and `year` are those of its numbers. */
export function shownDeclaration(
	compiled: CompiledRegister,
	{ seat, prefix, year }: { seat: AskingSeat; prefix: string; year: string }
): ShownDeclaration {
	const { declaration, fields, tables } = compiled
	const seenBy = (part: Part): ShownDeclaration['fields'][number]['seen'] => {
		if (part === 'open') return 'all'
		if (part === 'inside') return 'inside'
		return { ...declaration.groups.find(({ key }) => part === `group:${key}`)?.names }
	}
	const view = declaration.views.find(({ shows, columns }) => shows === 'list' && columns !== undefined)
	const columns = view?.columns ?? columnsAtFirst(offerOf(compiled, seat))
	return {
		number: [prefix, declaration.code, year, '001'].join('-'),
		columns: columns.flatMap((key) => {
			const field = fields.get(key)?.field
			return field ? [{ ...field.names }] : []
		}),
		states: declaration.states.map(({ names }) => ({ ...names })),
		clock: declaration.moves.flatMap(({ from, on, to }) => {
			const day = on === undefined ? undefined : fields.get(on)?.field.names
			const stateNamed = (key: string) => ({ ...declaration.states.find((state) => state.key === key)?.names })
			return day ? [{ from: from.map(stateNamed), day: { ...day }, to: stateNamed(to) }] : []
		}),
		fields: [
			...[...fields.values()]
				.filter(({ field }) => !field.retired)
				.map(({ field, part, preset }) => ({
					key: field.key,
					names: { ...field.names },
					type: field.type,
					filled: filledOf(field),
					begins: preset === null || typeof preset === 'string' ? preset : { value: preset.value },
					seen: seenBy(part),
					inner: []
				})),
			...[...tables.values()]
				.filter(({ table }) => !table.retired)
				.map(({ table, part }) => ({
					key: table.key,
					names: { ...table.names },
					type: 'table',
					filled: 'no' as const,
					begins: null,
					seen: seenBy(part),
					inner: table.fields.map(({ names }) => ({ ...names }))
				}))
		]
	}
}
