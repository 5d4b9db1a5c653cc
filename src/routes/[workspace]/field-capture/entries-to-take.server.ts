import { isWorkedOut } from '#modules/registers/declaration/field-types.ts'
import { listEntries } from '#modules/registers/entry/entry-queries.ts'
import { cellName, keptRows, rowInputs, rowsName } from '#modules/registers/entry/said/entry-form.ts'
import type { FieldProps } from '#ui/form.ts'
import { standingOf } from '#ui/formed.ts'
import { nameOf } from '#modules/directory/page-links.ts'
import { askedToChange } from '../register/changing.server.ts'
import { entryForm } from '../register/entry-form.server.ts'
import { askingOf, entryFor } from '../register/entry-page.server.ts'

type Locals = App.Locals
type Wanted = { workspace: string; register: string }

// Each is read as its page reads it: so many at a time are soon read, and a line that breaks loses little.
const AT_A_TIME = 20

/** An entry as a device takes it along to be corrected: what its form holds, by the names of its inputs. Null where it may not be changed. */
async function taken(locals: Locals, { workspace, register }: Wanted, reference: string) {
	const found = await entryFor({ locals, params: { workspace, register, reference } })
	const { entry, compiled } = found
	if (!entry.may.change) return null
	// A part of a long table is filled in on its own page: it stays here.
	const asked = askedToChange(found, { url: new URL('field-capture:'), seat: askingOf(locals) })
	const form = await entryForm(locals, asked)
	const drawn: FieldProps[] = form.tables.flatMap((table) => [
		{ name: rowsName(table.key), kind: 'checkboxes' as const, label: table.title, value: keptRows(table) },
		...keptRows(table).flatMap((row) => rowInputs(locals.words, table, row))
	])
	const { base } = standingOf([...form.fields, ...drawn], undefined).formed
	const ids = form.tables.flatMap((table) =>
		keptRows(table).flatMap((row, index): [string, string][] => {
			const id = table.ids[index]
			return id ? [[cellName(table.key, row, 'id'), id]] : []
		})
	)
	const held = Object.fromEntries(
		compiled.declaration.fields.flatMap((field) => {
			const value = entry.values[field.key]
			const isTold = !asked.asks.includes(field.key) && !isWorkedOut(field)
			return isTold && (typeof value === 'string' || typeof value === 'boolean') ? [[`values:${field.key}`, value]] : []
		})
	)
	return {
		reference: entry.reference,
		title: nameOf(locals.words, entry),
		version: entry.version,
		state: entry.standing,
		asks: [...asked.asks],
		base,
		ids,
		held
	}
}

/** Entries of a register that the seat may change, newest first: a part of them, and where the next begins. */
export async function entriesToTake(locals: Locals, { after, ...wanted }: Wanted & { after: string }) {
	const { items, next } = await locals.ask(listEntries, {
		register: wanted.register,
		sort: '-changed',
		limit: AT_A_TIME,
		columns: [],
		...(after === '' ? {} : { after })
	})
	const entries = []
	for (const { reference } of items) {
		const one = await taken(locals, wanted, reference)
		if (one) entries.push(one)
	}
	return { entries, next }
}
