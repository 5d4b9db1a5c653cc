import type { CompiledField, CompiledRegister } from '../declaration/compile-declaration.ts'
import type { AnyField } from '../declaration/declaration.ts'
import type { EntryFault } from '../entry/work-out.ts'

/** The cells of an entry that are refused: its fields, and those of the rows of its tables. */
export type Unread = {
	readonly fields: ReadonlySet<string>
	readonly tables: Readonly<Record<string, readonly ReadonlySet<string>[]>>
}

const readBy = ({ asked, required, formula }: CompiledField<AnyField>) => [
	...(asked?.reads ?? []),
	...(required === true ? [] : (required?.reads ?? [])),
	...(formula?.reads ?? [])
]

/** The fields and tables of an entry that cannot be told while some of its cells are unread: those, and all that reads them. */
export function hangingOn({ fields }: CompiledRegister, unread: Unread): ReadonlySet<string> {
	const found = new Set([...unread.fields, ...Object.keys(unread.tables)])
	if (found.size === 0) return found
	for (let before = -1; before !== found.size;) {
		before = found.size
		for (const [key, one] of fields) if (readBy(one).some((read) => found.has(read))) found.add(key)
	}
	return found
}

type Hanging = { unread: ReadonlySet<string>; tables: Unread['tables'] }

/** True for a fault that may be none once the unread cells are mended. */
export function hangsOn(compiled: CompiledRegister, fault: EntryFault, { unread, tables }: Hanging): boolean {
	if (fault.code === 'check') {
		const check = compiled.checks.find(({ key }) => key === fault.check)
		return check?.must.reads.some((read) => unread.has(read)) ?? false
	}
	if (fault.code === 'left-empty' || fault.table === undefined) return unread.has(fault.field)
	const inRow = tables[fault.table]?.[fault.row ?? 0]
	if (!inRow) return false
	const one = compiled.tables.get(fault.table)?.fields.get(fault.field)
	return inRow.has(fault.field) || (one !== undefined && readBy(one).some((read) => inRow.has(read)))
}
