import { readRegister, listRegisters } from '#modules/registers/register-queries.ts'
import { readyRegister } from '#modules/registers/entry/said/ready-register.ts'
import { labelOf } from '#modules/registers/entry/said/say-value.ts'
import { LIST_MOST } from '#platform/operation/lists.server.ts'

/** The registers whose forms the seat may take along, by key and name. */
export async function registersToTake(locals: App.Locals): Promise<{ key: string; name: string }[]> {
	const { items } = await locals.ask(listRegisters, { limit: LIST_MOST })
	const read = await Promise.all(items.map(({ reference }) => locals.ask(readRegister, { register: reference })))
	return read.flatMap(({ reference, declaration, may }) => {
		if (!may.add) return []
		const { names } = readyRegister(declaration).declaration
		const many = Object.fromEntries(Object.entries(names).map(([language, name]) => [language, name.many]))
		return [{ key: reference, name: labelOf(many, locals.words.language) }]
	})
}
