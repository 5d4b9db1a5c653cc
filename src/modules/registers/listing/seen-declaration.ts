import type { CompiledField, CompiledRegister } from '../declaration/compile-declaration.ts'
import type { ChangedIn, Declaration, Field } from '../declaration/declaration.ts'
import { writeDeclaration } from '../declaration/read-declaration.ts'
import type { AskingSeat } from '../entry/entry-access.ts'
import { BY_STATE } from './offer.ts'
import { mightSeePart } from './might-see.ts'

type ToldResult = Omit<Extract<Field, { type: 'formula' }>, 'formula' | 'tells'>

/** A declaration as it is told to a seat: the formula that counts what is hidden is left out of a field that is shown. */
export type SeenDeclaration = Omit<Declaration, 'fields'> & { fields: (Field | ToldResult)[] }

type Sees = (key: string) => boolean
type Where = Readonly<Record<string, readonly string[]>>

const seesAll = (sees: Sees, keys: readonly (string | undefined)[]) =>
	keys.every((key) => key === undefined || key === BY_STATE || sees(key))

function fieldTold({ field, formula }: CompiledField, sees: Sees): SeenDeclaration['fields'][number] {
	if (field.type !== 'formula' || !formula || formula.reads.every(sees)) return field
	const { formula: _formula, tells: _tells, ...told } = field
	return told
}

function movesTold({ declaration, moves }: CompiledRegister, sees: Sees): Declaration['moves'] {
	return declaration.moves.map(({ when, on, ...move }) => {
		const compiled = moves.get(move.key)
		return {
			...move,
			...(on !== undefined && sees(on) ? { on } : {}),
			...(when !== undefined && compiled?.when?.reads.every(sees) ? { when } : {}),
			needs: move.needs.filter(sees),
			does: move.does.filter((effect) => {
				if ('notify' in effect) return true
				if ('action' in effect) return seesAll(sees, [effect.responsible, effect.watched_by])
				const set = compiled?.sets.find(({ field, to }) => field === effect.set && to.text === effect.to)
				return sees(effect.set) && (set?.to.reads ?? []).every(sees)
			})
		}
	})
}

function viewsTold({ views }: Declaration, sees: Sees): Declaration['views'] {
	return views.flatMap(({ columns, sort, ...view }) => {
		if (!seesAll(sees, [...Object.keys(view.where), view.group, view.day, view.until, view.place, view.across]))
			return []
		const shown = columns?.filter(sees) ?? []
		const isSorted = sort !== undefined && (sees(sort.replace(/^-/, '')) || sort.replace(/^-/, '') === BY_STATE)
		return [{ ...view, ...(shown.length > 0 ? { columns: shown } : {}), ...(isSorted ? { sort } : {}) }]
	})
}

const figuresTold = <T extends { where: Where; sum?: string | undefined; of?: string | undefined; by?: string }>(
	figures: readonly T[],
	sees: Sees
): T[] => figures.filter(({ where, sum, of, by }) => seesAll(sees, [...Object.keys(where), sum, of, by]))

const groupsIn = (changed: ChangedIn | undefined) =>
	changed === undefined || Array.isArray(changed) ? [] : Object.keys(changed)

/** Groups that something which is told names, with the fields by which somebody belongs to them as far as these are told. */
function groupsTold(cut: Omit<SeenDeclaration, 'groups' | 'lists'>, groups: Declaration['groups'], sees: Sees) {
	const named = new Set<string | undefined>([
		...(cut.seen === 'everyone' ? [] : cut.seen),
		...cut.added,
		...cut.changed,
		...groupsIn(cut.changed_in),
		...[...cut.fields, ...cut.tables, ...cut.tables.flatMap(({ fields }) => fields)].flatMap((one) => [
			one.seen,
			one.changed,
			...groupsIn(one.changed_in)
		]),
		...cut.moves.flatMap(({ by, does }) => [...by, ...does.map((one) => ('notify' in one ? one.notify : undefined))]),
		...cut.dues.map(({ group }) => group),
		...cut.waiting.map((wait) => wait.for),
		...(cut.public_form?.reviewed_by ?? [])
	])
	return groups
		.filter(({ key }) => named.has(key))
		.map((group) => ({
			...group,
			actor_in: group.actor_in.filter(sees),
			members_in: group.members_in.filter(sees)
		}))
}

const listOf = (field: SeenDeclaration['fields'][number] | Declaration['tables'][number]['fields'][number]) =>
	(field.type === 'one-of' || field.type === 'many-of') && 'list' in field.codes ? field.codes.list : undefined

function cutDeclaration(compiled: CompiledRegister, sees: Sees): SeenDeclaration {
	const { declaration } = compiled
	// The steps that led here may name what is hidden.
	const { lists, groups, retention, public_form: form, steps: _steps, undoes: _undoes, ...whole } = declaration
	const fields = [...compiled.fields.values()].filter(({ field }) => sees(field.key))
	const tables = declaration.tables.filter(({ key }) => sees(key))
	const checks = new Map(compiled.checks.map(({ key, must }) => [key, must.reads]))
	const cut = {
		...whole,
		steps: [],
		fields: fields.map((one) => fieldTold(one, sees)),
		tables,
		moves: movesTold(compiled, sees),
		checks: declaration.checks.filter(({ key, at }) => sees(at) && (checks.get(key) ?? []).every(sees)),
		views: viewsTold(declaration, sees),
		headlines: figuresTold(declaration.headlines, sees),
		charts: figuresTold(declaration.charts, sees),
		dues: declaration.dues.filter(({ day }) => sees(day)),
		// They are told by their templates, to whoever may read these.
		reports: [],
		...(retention && (retention.from === 'end' || sees(retention.from)) ? { retention } : {}),
		...(form?.asks.some(sees) ? { public_form: { ...form, asks: form.asks.filter(sees) } } : {})
	}
	const used = new Set([...fields.map(({ field }) => field), ...tables.flatMap((table) => table.fields)].map(listOf))
	return { ...cut, lists: lists.filter(({ key }) => used.has(key)), groups: groupsTold(cut, groups, sees) }
}

// A register has few circles of readers: what each of them is told is made once.
const made = new WeakMap<CompiledRegister, Map<string, SeenDeclaration>>()

/**
 * A register's declaration as far as a seat may know it: what is declared of parts that it sees in no entry is left out, and so
 * is whatever names a field of them. Administrators, who declare registers, are told all.
 */
export function seenDeclaration(compiled: CompiledRegister, seat: AskingSeat): SeenDeclaration {
	const hidden =
		seat.role === 'administrator' ? [] : compiled.parts.filter((part) => !mightSeePart(compiled, part, seat))
	if (hidden.length === 0) return compiled.declaration
	const known = made.get(compiled) ?? new Map<string, SeenDeclaration>()
	made.set(compiled, known)
	const circle = hidden.join(' ')
	const cut =
		known.get(circle) ??
		cutDeclaration(compiled, (key) => {
			const part = compiled.fields.get(key)?.part ?? compiled.tables.get(key)?.part
			return part !== undefined && !hidden.includes(part)
		})
	known.set(circle, cut)
	return cut
}

/** The text of a declaration for a seat: as it was declared where nothing of it is hidden, else what is told, written anew. */
export function seenText(compiled: CompiledRegister, text: string, seat: AskingSeat): string {
	const seen = seenDeclaration(compiled, seat)
	return seen === compiled.declaration ? text : writeDeclaration(seen)
}
