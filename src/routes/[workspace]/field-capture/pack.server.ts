import { render } from 'svelte/server'
import { packed, type Judged } from '#modules/registers/capture/judged.ts'
import EntryForm from '#modules/registers/entry/EntryForm.svelte'
import { listId } from '#modules/registers/entry/said/field-lists.ts'
import { newEntryFor } from '#modules/registers/entry/said/new-entry.ts'
import { labelOf } from '#modules/registers/entry/said/say-value.ts'
import { mightFill } from '#modules/registers/entry/entry-access.ts'
import { allKeys } from '#modules/registers/capture/captured-form.ts'
import { seenDeclaration } from '#modules/registers/listing/seen-declaration.ts'
import { showMarks, unmarked } from '#platform/languages/marks.ts'
import { WORDS } from '#ui/words.ts'
import { choicesFor } from '../register/entry-choices.server.ts'
import { entryForm } from '../register/entry-form.server.ts'
import { askingOf, registerFor } from '../register/entry-page.server.ts'
import { findHead, todayOf } from '../record-page.server.ts'

type Locals = App.Locals

/** What a device takes along of one register. */
export type Pack = {
	register: string
	version: number
	/** What an entry is called, and several. */
	one: string
	many: string
	language: string
	/** The form as the server draws it. */
	html: string
	/** What stands beside a field that need not be filled. */
	optional: string
	/** The fields and tables that a new entry is asked for. */
	asks: readonly string[]
	/** What is chosen by its name: key and name, by the list of the input. */
	choices: Readonly<Record<string, readonly (readonly [string, string])[]>>
	/** The fields that begin with the day of the capture. */
	todayIn: readonly string[]
	/** The field an entry is called by, where it is one. */
	titleField: string | null
	states: { first: string }
	judged: Judged
}

const MARKS = /<!--(?:\[-?\d*|\[!|\])?-->/gu

async function ownActor(locals: Locals, values: Readonly<Record<string, unknown>>) {
	const { actorId } = locals.seat
	if (actorId === null || !Object.values(values).includes(actorId)) return {}
	const actor = await findHead(locals, 'actor', actorId)
	return actor ? { records: new Map([[actorId, actor]]) } : {}
}

/**
 * The form of a register with all that is needed to fill it in without the server: for a new entry, and for those that the seat may change.
 * Only what the seat might fill in is in it.
 */
export async function packOf(locals: Locals, wanted: { workspace: string; register: string }): Promise<Pack> {
	const { register, compiled, one, many } = await registerFor(locals, wanted)
	const seat = askingOf(locals)
	const { declaration } = compiled
	const fresh = newEntryFor(compiled, seat, todayOf(locals))
	const asks = allKeys(declaration).filter((key) => fresh.asks.includes(key) || mightFill(compiled, key, seat))
	const form = await entryForm(locals, {
		declaration,
		areas: register.areas,
		asks,
		values: fresh.values,
		own: fresh.own,
		tables: {},
		names: await ownActor(locals, fresh.values)
	})
	const props = { form, submit: '', hidden: {}, failure: null, cancel: '' }
	const { body } = render(EntryForm, { props, context: new Map([[WORDS, locals.words]]), idPrefix: 'capture' })
	const fields = [
		...declaration.fields.filter(({ key }) => asks.includes(key)),
		...declaration.tables.filter(({ key }) => asks.includes(key)).flatMap((table) => table.fields)
	]
	const choices = await choicesFor(locals, declaration, fields)
	const title = declaration.fields.find(({ key }) => key === declaration.title)?.key ?? null
	return {
		register: declaration.register,
		version: declaration.version,
		one: unmarked(one),
		many: unmarked(many),
		language: locals.words.language,
		html: showMarks(body.replaceAll(MARKS, '')),
		optional: locals.words.t('ui.form.optional'),
		asks: fresh.asks,
		choices: Object.fromEntries(
			Object.entries(choices).map(([list, options]) => [
				listId(list),
				options.map(({ value, label }) => [value, unmarked(label)] as const)
			])
		),
		todayIn: [...compiled.fields].flatMap(([key, { preset }]) =>
			preset === 'today' && asks.includes(key) ? [key] : []
		),
		titleField: title !== null && asks.includes(title) ? title : null,
		states: { first: declaration.states[0]?.key ?? '' },
		judged: packed(seenDeclaration(compiled, seat), {
			asks,
			nameOf: (names) => labelOf(names, locals.words.language)
		})
	}
}
