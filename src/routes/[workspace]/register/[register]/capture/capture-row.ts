import type { Words } from '#platform/languages/words.ts'
import type { listCaptures } from '#modules/registers/capture/capture-queries.ts'
import type { Query } from '#platform/operation/operation.server.ts'

type Listed = typeof listCaptures extends Query<unknown, infer Result> ? Result : never
type Item = Listed extends { items: (infer One)[] } ? One : never

/** One that came back, as a list shows it. */
export const captureRow = (words: Words, item: Item, home: string) => ({
	id: item.id,
	href: `${home}/capture/${item.id}`,
	captured: words.instant(item.capturedAt),
	title: item.title ?? '',
	received: words.instant(item.receivedAt),
	device: item.device,
	office: item.office,
	why: item.reason === null ? '' : words.t(`captures.reason.${item.reason}`),
	entry: item.entry?.reference ?? null
})
