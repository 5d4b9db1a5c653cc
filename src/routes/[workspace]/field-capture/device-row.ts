import type { Words } from '#platform/languages/words.ts'
import type { listDevices } from '#modules/registers/capture/device-operations.ts'
import type { Query } from '#platform/operation/operation.server.ts'

type Listed = typeof listDevices extends Query<unknown, infer Result> ? Result : never
type Item = Listed extends { items: (infer One)[] } ? One : never

/** A device as a list shows it. */
export const deviceRow = (words: Words, item: Item) => ({
	id: item.id,
	name: item.name,
	office: item.office,
	registers: words.list(item.registers),
	made: words.instant(item.madeAt),
	contact: words.instant(item.contactedAt),
	conflicts: item.conflicts,
	state: item.state,
	told:
		item.revokedAt === null
			? words.t('captures.devices.ready')
			: words.t('captures.devices.revoked', { at: words.instant(item.revokedAt), by: item.revokedBy ?? '' }),
	erased:
		item.revokedAt === null
			? null
			: item.erasedAt === null
				? words.t('captures.devices.not-erased')
				: words.t('captures.devices.erased', { at: words.instant(item.erasedAt) })
})
