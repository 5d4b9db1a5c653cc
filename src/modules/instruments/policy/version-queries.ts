import { z } from 'zod'
import { Reference } from '#platform/operation/fields.ts'
import { AnyOf } from '#platform/operation/lists.server.ts'
import { everyone, query, type Here } from '#platform/operation/operation.server.ts'
import { conflict } from '#platform/operation/refusal.ts'
import { compareWordings } from '#platform/languages/compare-wordings.ts'
import { referencesOf } from '#platform/records/find-record.server.ts'
import {
	getPolicyRow,
	getVersionRow,
	tends,
	versionInField,
	VERSIONS_MOST,
	type VersionRow
} from './find-policy.server.ts'
import { CHANGES, COMPARED } from './policy-rules.ts'
import { Comparison, VersionPage, type VersionItem } from './policy-outputs.ts'
import { workOf } from './version-commands.ts'
import { differencesOf, inOneOrder, type Compared } from './version-differences.ts'
import { whyNotReadAgain } from './version-rules.ts'
import { neighbours, readVersions, textsOf, type TextRow } from './version-texts.server.ts'

const VersionNumber = z.int().min(1).max(VERSIONS_MOST)

/** A version as lists show it. */
export const toVersion = (row: VersionRow, currentId: string | null): z.output<typeof VersionItem> => ({
	id: row.id,
	number: row.position,
	label: row.label,
	day: row.day,
	language: row.language,
	state: row.state,
	fault: row.fault,
	pages: row.pages,
	pagesWithoutText: row.pages_without_text,
	provisions: row.provisions,
	isCurrent: row.id === currentId,
	addedAt: row.created_at
})

/** One version of a law: its file, how far the reading of it is or why there is no text, and what changed since the one before. */
export const getVersion = query({
	name: 'policy.getVersion',
	input: z.strictObject({ policy: Reference, number: VersionNumber }),
	output: VersionPage,
	about: (here, { policy, number }) => getVersionRow(here, policy, number),
	allow: everyone,
	async run(here, _input, { edition, ...policy }) {
		const mayTend = tends(here, policy)
		const [file, work, counted, read] = await Promise.all([
			fileOf(here, edition.file_id),
			workOf(here, edition.job_id),
			countChanges(here, edition.id),
			readVersions(here, policy.id)
		])
		const { before } = edition.state === 'read' ? neighbours(read, edition.id) : { before: null }
		const why = mayTend
			? whyNotReadAgain({ state: edition.state, hasFile: edition.file_id !== null, work: work?.state ?? null })
			: null
		const { id, kind, reference, title, acronym } = policy
		return {
			...toVersion(edition, policy.row.current_version_id),
			policy: { id, kind, reference, title, acronym },
			file,
			// How its job fares is told to those who can do something about it.
			work:
				work && mayTend
					? {
							state: work.state,
							step: work.progress_step,
							done: work.progress_done ?? 0,
							total: work.progress_total ?? 0,
							error: work.error_code
						}
					: null,
			changes: counted,
			before: read.find((one) => one.id === before)?.position ?? null,
			may: { readAgain: mayTend && why === null },
			whyNot: { readAgain: why }
		}
	}
})

async function fileOf(here: Here, id: string | null) {
	if (id === null) return null
	const row = await here.tx
		.selectFrom('file')
		.select(['id', 'name', 'media_type', 'size'])
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', id)
		.executeTakeFirst()
	return row ? { id: row.id, name: row.name, mediaType: row.media_type, size: row.size } : null
}

async function countChanges(here: Here, versionId: string) {
	const rows = await here.tx
		.selectFrom('provision_text')
		.select(['change', (select) => select.fn.countAll<number>().as('provisions')])
		.where('workspace_id', '=', here.workspace.id)
		.where('policy_version_id', '=', versionId)
		.groupBy('change')
		.execute()
	return CHANGES.flatMap((change) => rows.find((row) => row.change === change) ?? [])
}

const EACH_PAGE = 100

/** Two versions of a law, provision by provision: what was added, removed, reworded, renumbered and moved from one to the other. */
export const compareVersions = query({
	name: 'policy.compareVersions',
	input: z.strictObject({
		policy: Reference,
		from: VersionNumber,
		to: VersionNumber,
		/** Only provisions to which one of these happened; `unchanged` gives those to which nothing did. */
		change: AnyOf(z.enum([...COMPARED, 'unchanged'])).optional(),
		page: z.int().min(1).max(10_000).default(1)
	}),
	output: Comparison,
	about: (here, { policy }) => getPolicyRow(here, policy),
	allow: everyone,
	async run(here, input, policy) {
		const [from, to] = [
			await versionInField(here, policy.id, input.from, 'from'),
			await versionInField(here, policy.id, input.to, 'to')
		]
		for (const one of [from, to])
			if (one.state !== 'read') throw conflict('instruments.version-not-read', { number: one.position })
		const [older, newer] = await Promise.all([textsOf(here, from.id), textsOf(here, to.id)])
		const differences = differencesOf(older, newer)
		const all = inOneOrder(older, newer).map((pair) => ({ ...pair, changes: changesOf(pair, differences) }))
		const wanted = input.change
		const chosen = wanted
			? all.filter(({ changes }) => (changes.length === 0 ? wanted.includes('unchanged') : meets(changes, wanted)))
			: all.filter(({ changes }) => changes.length > 0)
		const pages = Math.max(1, Math.ceil(chosen.length / EACH_PAGE))
		const page = Math.min(input.page, pages)
		const shown = chosen.slice((page - 1) * EACH_PAGE, page * EACH_PAGE)
		const references = await referencesOf(
			here,
			shown.map(({ before, after }) => (after ?? before).id)
		)
		const count = (change: Compared) => all.filter(({ changes }) => changes.includes(change)).length
		const { id, kind, reference, title, acronym } = policy
		return {
			policy: { id, kind, reference, title, acronym },
			from: toVersion(from, policy.row.current_version_id),
			to: toVersion(to, policy.row.current_version_id),
			counts: {
				added: count('added'),
				removed: count('removed'),
				reworded: count('reworded'),
				renumbered: count('renumbered'),
				moved: count('moved'),
				unchanged: all.filter(({ changes }) => changes.length === 0).length
			},
			items: shown.flatMap(({ before, after, changes }) => {
				const provision = references.get((after ?? before).id)
				if (!provision) return []
				const pieces = before && after && before.text !== after.text ? compareWordings(before.text, after.text) : null
				return [{ provision, changes: [...changes], before: said(before), after: said(after), pieces }]
			}),
			total: chosen.length,
			page,
			pages
		}
	}
})

type Pair = { before: TextRow | null; after: TextRow | null }

const changesOf = ({ after }: Pair, differences: ReadonlyMap<string, readonly Compared[]>): readonly Compared[] =>
	after === null ? ['removed'] : (differences.get(after.id) ?? [])

const meets = (changes: readonly Compared[], wanted: readonly string[]) => changes.some((one) => wanted.includes(one))

const said = (row: TextRow | null) =>
	row && { number: row.number, level: row.level, heading: row.heading, above: row.above ?? [], text: row.text }
