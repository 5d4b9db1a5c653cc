import { LIST_MOST } from '#platform/operation/lists.server.ts'
import { listRegisters } from '#modules/registers/register-queries.ts'
import type { Words } from '#platform/languages/words.ts'
import type { listDevices } from '#modules/registers/capture/device-operations.ts'
import type { Query } from '#platform/operation/operation.server.ts'

type Listed = typeof listDevices extends Query<unknown, infer Result> ? Result : never
type Item = Listed extends { items: (infer One)[] } ? One : never

/** What the registers are called that the seat sees, by their keys. */
export async function registerNames({ ask, words }: App.Locals): Promise<ReadonlyMap<string, string>> {
	const { items } = await ask(listRegisters, { limit: LIST_MOST })
	return new Map(items.map(({ reference, title }) => [reference, words.name(title)]))
}

/** A device as a list shows it. */
export const deviceRow = (words: Words, item: Item, names: ReadonlyMap<string, string>) => ({
	id: item.id,
	name: item.name,
	office: item.office,
	registers: words.list(item.registers.map((key) => names.get(key) ?? key)),
	made: words.instant(item.madeAt),
	contact: words.instant(item.contactedAt),
	conflicts: item.conflicts,
	state: item.state,
	told:
		item.revokedAt === null
			? words.t(`captures.devices.${item.state === 'making' ? 'making' : 'ready'}`)
			: words.t('captures.devices.revoked', { at: words.instant(item.revokedAt), by: item.revokedBy ?? '' }),
	reason: reasonTold(words, item),
	erased:
		item.revokedAt === null
			? null
			: item.erasedAt === null
				? words.t('captures.devices.not-erased')
				: words.t('captures.devices.erased', { at: words.instant(item.erasedAt) })
})

/** Why a device was revoked, in the reader's language where no person wrote it: one given up while it was made ready took nothing along. */
function reasonTold({ t }: Words, { revokedAt, revokedReason, registers }: Item): string | null {
	if (revokedReason !== null) return t('captures.devices.because', { reason: revokedReason })
	return revokedAt !== null && registers.length === 0 ? t('captures.devices.took-nothing') : null
}
