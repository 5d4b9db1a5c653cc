import { getEntry } from '#modules/registers/entry/entry-queries.ts'
import { readyRegister } from '#modules/registers/entry/said/ready-register.ts'
import { tellsEntry } from '#modules/registers/entry/said/told-entry.ts'
import { readRegister } from '#modules/registers/register-queries.ts'
import type { RecordReference } from '#platform/records/find-record.server.ts'
import type { OwnTelling } from '../../told-changes.ts'

/** How the history of an entry tells its changes: by the names its register gives to fields, codes and states. */
export async function tellingOfEntry(
	locals: App.Locals,
	entry: string,
	names: readonly RecordReference[]
): Promise<OwnTelling> {
	const { register: key } = await locals.ask(getEntry, { entry })
	const register = await locals.ask(readRegister, { register: key })
	return tellsEntry(locals.words, readyRegister(register.declaration), { areas: register.areas, names })
}
