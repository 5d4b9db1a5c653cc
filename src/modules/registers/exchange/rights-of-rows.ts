import type { CompiledRegister, Part } from '../declaration/compile-declaration.ts'
import {
	keptAudience,
	mayAdd,
	mayChange,
	mayFill,
	mightFill,
	seesPart,
	type AskedEntry,
	type AskingSeat
} from '../entry/entry-access.ts'

export type Filling = 'yes' | 'no' | 'unseen'

/** What a seat may do with entries, asked for thousands of them: entries that are alike in all that groups ask of are asked for once. */
export type RightsOfRows = {
	mayAdd(entry: AskedEntry): boolean
	mayChange(entry: AskedEntry): boolean
	/** True where entries may begin in whatever state they stood. */
	maySetOut?: boolean
	filling(entry: AskedEntry, key: string): Filling
	audience(entry: AskedEntry, part: Part): readonly string[]
}

/** The fields that groups of a register ask for: which actors and structures stand in an entry. */
const askedFields = ({ declaration }: CompiledRegister) => [
	...new Set(declaration.groups.flatMap(({ actor_in: actors, members_in: structures }) => [...actors, ...structures]))
]

const textOf = (value: unknown) => (typeof value === 'string' ? value : '')

/** Asks the rules of a register for one seat, and remembers the answers. */
export function rightsOfRows(compiled: CompiledRegister, seat: AskingSeat): RightsOfRows {
	const fields = askedFields(compiled)
	// Asked once for each field of an entry, and entry by entry: its likeness is made out once.
	let last: { entry: AskedEntry; like: string } | undefined
	const like = (entry: AskedEntry) => {
		if (last?.entry === entry) return last.like
		const { enteringActorId, state, values } = entry
		const made = [state, enteringActorId ?? '', ...fields.map((field) => textOf(values[field]))].join('\u0000')
		last = { entry, like: made }
		return made
	}
	const remembered = <K extends string, T>(answer: (entry: AskedEntry, key: K) => T) => {
		const answers = new Map<string, Map<K, T>>()
		return (entry: AskedEntry, key: K): T => {
			const of = like(entry)
			const some = answers.get(of) ?? new Map<K, T>()
			answers.set(of, some)
			const known = some.get(key)
			if (known !== undefined) return known
			const found = answer(entry, key)
			some.set(key, found)
			return found
		}
	}
	const may = remembered((entry: AskedEntry, key: 'add' | 'change') =>
		key === 'add' ? mayAdd(compiled, seat, entry.values) : mayChange(compiled, seat, entry)
	)
	const filling = remembered((entry: AskedEntry, key: string): Filling => {
		const part = compiled.fields.get(key)?.part ?? compiled.tables.get(key)?.part
		if (part === undefined || !seesPart(compiled, part, seat, entry)) return 'unseen'
		return mayFill(compiled, key, seat, entry) ? 'yes' : 'no'
	})
	return {
		mayAdd: (entry) => may(entry, 'add'),
		mayChange: (entry) => may(entry, 'change'),
		filling,
		audience: remembered((entry: AskedEntry, part: Part) => keptAudience(compiled, part, entry))
	}
}

/** For who moves a whole register in from elsewhere. */
export const ALL_RIGHTS = {
	mayAdd: () => true,
	mayChange: () => true,
	maySetOut: true,
	filling: (): Filling => 'yes'
}

/** True where the seat might see and fill a field or table of some entry: whether a file to fill in has a column for it. */
export const mayFillSome = (compiled: CompiledRegister, seat: AskingSeat, key: string): boolean =>
	mightFill(compiled, key, seat)
