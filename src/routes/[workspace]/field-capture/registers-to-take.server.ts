import { readRegister, listRegisters } from '#modules/registers/register-queries.ts'
import { readyRegister } from '#modules/registers/entry/said/ready-register.ts'
import { labelOf } from '#modules/registers/entry/said/say-value.ts'
import { LIST_MOST } from '#platform/operation/lists.server.ts'

type ToTake = { key: string; name: string; version: number }

/** The registers whose forms the seat may take along, by key, name and the version that holds; of the named ones alone, where some are named. */
export async function registersToTake(locals: App.Locals, of: readonly string[] = []): Promise<ToTake[]> {
	const all = (await locals.ask(listRegisters, { limit: LIST_MOST })).items
	const items = of.length === 0 ? all : all.filter(({ reference }) => of.includes(reference))
	const read = await Promise.all(items.map(({ reference }) => locals.ask(readRegister, { register: reference })))
	return read.flatMap(({ reference, declaration, may }) => {
		if (!may.add) return []
		const { names, version } = readyRegister(declaration).declaration
		const many = Object.fromEntries(Object.entries(names).map(([language, name]) => [language, name.many]))
		return [{ key: reference, name: labelOf(many, locals.words.language), version }]
	})
}
