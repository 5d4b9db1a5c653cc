import type { RequestEvent } from '@sveltejs/kit'
import { getEntry } from '#modules/registers/entry/entry-queries.ts'
import { namesIn, type Showing } from '#modules/registers/entry/said/shown-entry.ts'
import { readyRegister } from '#modules/registers/entry/said/ready-register.ts'
import { readRegister } from '#modules/registers/register-queries.ts'
import { todayOf } from '../record-page.server.ts'
import type { AskingSeat } from '#modules/registers/entry/entry-access.ts'

type Locals = App.Locals
type Params = { workspace: string; register: string }

/** The seat as far as registers ask of it. */
export const askingOf = ({ seat }: Locals): AskingSeat => ({
	role: seat.role,
	actorId: seat.actorId,
	audience: seat.audience
})

/** A register as its pages need it, with its names in the reader's language. */
export async function registerFor(locals: Locals, { workspace, register: reference }: Params) {
	const register = await locals.ask(readRegister, { register: reference })
	const compiled = readyRegister(register.declaration)
	const names = compiled.declaration.names
	const pick = (which: 'one' | 'many') =>
		locals.words.name(Object.fromEntries(Object.entries(names).map(([language, name]) => [language, name[which]])))
	return {
		register,
		compiled,
		one: pick('one'),
		many: pick('many'),
		home: `/${workspace}/register/${compiled.declaration.register}`
	}
}

/** An entry with its register, as its page and its forms need them. */
export async function entryFor({
	locals,
	params
}: Pick<RequestEvent, 'locals'> & { params: Params & { reference: string } }) {
	const [entry, about] = await Promise.all([
		locals.ask(getEntry, { register: params.register, entry: params.reference }),
		registerFor(locals, params)
	])
	const { register, compiled } = about
	const showing: Showing = {
		words: locals.words,
		workspace: params.workspace,
		compiled,
		areas: register.areas,
		entry,
		today: todayOf(locals)
	}
	return { ...about, entry, showing, names: namesIn(entry, register.areas), page: `${about.home}/${entry.reference}` }
}

/** The rows of an entry's tables, each saying which row of those that are kept it is. */
export const rowsOf = ({ tables, rows }: Pick<Showing['entry'], 'tables' | 'rows'>) =>
	Object.fromEntries(
		Object.entries(tables).map(([key, values]) => [
			key,
			values.map((row, index) => {
				const id = rows[key]?.[index]
				return id === undefined ? row : { ...row, id }
			})
		])
	)

/** Where a page stands: the registers, this one, and the entry where there is one. */
export const crumbsOf = ({ words }: Locals, { workspace }: Params, { home, many }: { home: string; many: string }) => [
	{ href: `/${workspace}/register`, label: words.t('kind.register.plural') },
	{ href: home, label: many }
]
