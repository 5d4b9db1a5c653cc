import { statfs } from 'node:fs/promises'
import { sql } from 'kysely'
import { z } from 'zod'
import { keepsAccess } from '#platform/access/access-rules.ts'
import { nothing, query, type Here } from '#platform/operation/operation.server.ts'
import { conflict } from '#platform/operation/refusal.ts'
import { RecordReference, referencesOf } from '#platform/records/find-record.server.ts'
import { foundOperating } from '#platform/settings/operating.server.ts'

type Sum = { media_type: string; is_attached: boolean; files: number; bytes: number }

const sumsOf = (here: Here): Promise<Sum[]> =>
	here.tx
		.selectFrom(sql<Sum>`stored_files()`.as('stored'))
		.select(['stored.media_type', 'stored.is_attached', 'stored.files', 'stored.bytes'])
		.execute()

const total = (sums: readonly Sum[], of: (sum: Sum) => number) => sums.reduce((whole, sum) => whole + of(sum), 0)

/** Refuses a file that the workspace has no room for any more, where the installation sets a limit (`PITSO_QUOTA`). */
export async function refuseWhenFull(here: Here, size: number): Promise<void> {
	const { quota } = foundOperating()
	if (quota === undefined) return
	const used = total(await sumsOf(here), (sum) => sum.bytes)
	if (used + size > quota)
		throw conflict('files.full', { quota: inMegabytes(quota), used: inMegabytes(used), size: inMegabytes(size) })
}

const inMegabytes = (bytes: number) => Math.round(bytes / 100_000) / 10

const LARGEST = 20

/** How much lies in the file store of the workspace, of which kind, and what is left. */
export const getStorage = query({
	name: 'storage.get',
	input: z.strictObject({}),
	output: z.object({
		files: z.int(),
		bytes: z.int(),
		/** What the workspace may hold; null where there is no limit. */
		quota: z.int().nullable(),
		/** Free on the disk that holds the store. */
		freeBytes: z.int(),
		byType: z.array(z.object({ mediaType: z.string(), files: z.int(), bytes: z.int() })),
		/** Uploaded, and not attached to a record yet: removed after 24 hours. */
		unattached: z.object({ files: z.int(), bytes: z.int() }),
		largest: z.array(
			z.object({
				name: z.string(),
				mediaType: z.string(),
				bytes: z.int(),
				createdAt: z.date(),
				record: RecordReference.nullable()
			})
		)
	}),
	about: nothing,
	allow: ({ seat }) => keepsAccess(seat),
	async run(here) {
		const [sums, largest, disk] = await Promise.all([
			sumsOf(here),
			here.tx
				.selectFrom('file')
				.select(['name', 'media_type', 'size', 'created_at', 'record_id'])
				.where('workspace_id', '=', here.workspace.id)
				.where('record_id', 'is not', null)
				.orderBy('size', 'desc')
				.orderBy('id')
				.limit(LARGEST)
				.execute(),
			statfs(here.filesFolder)
		])
		const references = await referencesOf(
			here,
			largest.map((file) => file.record_id)
		)
		const byType = Map.groupBy(sums, (sum) => sum.media_type)
		const unattached = sums.filter((sum) => !sum.is_attached)
		return {
			files: total(sums, (sum) => sum.files),
			bytes: total(sums, (sum) => sum.bytes),
			quota: foundOperating().quota ?? null,
			freeBytes: disk.bavail * disk.bsize,
			byType: [...byType]
				.map(([mediaType, some]) => ({
					mediaType,
					files: total(some, (sum) => sum.files),
					bytes: total(some, (sum) => sum.bytes)
				}))
				.sort((one, other) => other.bytes - one.bytes),
			unattached: { files: total(unattached, (sum) => sum.files), bytes: total(unattached, (sum) => sum.bytes) },
			largest: largest.map((file) => ({
				name: file.name,
				mediaType: file.media_type,
				bytes: file.size,
				createdAt: file.created_at,
				record: (file.record_id && references.get(file.record_id)) || null
			}))
		}
	}
})
