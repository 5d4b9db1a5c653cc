import { listVersions } from '#modules/registers/conversion/version-queries.ts'
import { versionAt, type Moment } from '#modules/registers/conversion/versions-at.ts'
import { getEntry } from '#modules/registers/entry/entry-queries.ts'
import { readyRegister } from '#modules/registers/entry/said/ready-register.ts'
import { tellsEntry } from '#modules/registers/entry/said/told-entry.ts'
import type { RecordReference } from '#platform/records/find-record.server.ts'
import type { OwnTelling } from '../../told-changes.ts'

/**
 * How the history of an entry tells its changes: by the names that its register gave to fields, codes and states when each was made, be it that they are
 * called otherwise since or are no longer.
 */
export async function tellingOfEntry(
	locals: App.Locals,
	entry: string,
	names: readonly RecordReference[],
	moments: readonly Moment[]
): Promise<OwnTelling> {
	const { register } = await locals.ask(getEntry, { entry })
	const events = moments.slice(0, 200).map(({ sequence, at, operation }) => ({ sequence, operation, at: at.getTime() }))
	const { versions } = await locals.ask(listVersions, { register, events })
	const told = new Map<string, ReturnType<typeof tellsEntry>>()
	const tellingAt = (moment: Moment) => {
		const held = versionAt(versions, moment)
		if (!held) return undefined
		const { now, before } = held
		const key = `${String(before.version)} ${String(now.version)}`
		const known = told.get(key)
		if (known) return known
		const telling = tellsEntry(locals.words, readyRegister(now.declaration), {
			areas: [...now.areas, ...before.areas],
			names,
			earlier: readyRegister(before.declaration)
		})
		told.set(key, telling)
		return telling
	}
	return (row, moment) => tellingAt(moment)?.(row)
}
