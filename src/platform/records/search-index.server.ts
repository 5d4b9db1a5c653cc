import { sql, type Kysely } from 'kysely'
import type { Here, Reader } from '#platform/operation/operation.server.ts'
import type { SearchText } from '#platform/operation/registry.server.ts'
import type { Tables } from '#platform/database/tables.ts'

/** The text search configuration of a language; languages PostgreSQL does not know are indexed word by word. */
export function searchConfiguration(language: string): 'english' | 'french' | 'portuguese' | 'simple' {
	switch (language.slice(0, 2)) {
		case 'en':
			return 'english'
		case 'fr':
			return 'french'
		case 'pt':
			return 'portuguese'
		default:
			return 'simple'
	}
}

const RECORDS_PER_STATEMENT = 2_000

/**
 * Brings the search index up to date for the given records: what a title, acronym, former name, key or number says weighs
 * most, then what the kind adds. A withdrawn record stays findable; one merged into another does not.
 */
export async function indexRecords(tx: Kysely<Tables>, here: Here, ids: readonly string[]): Promise<void> {
	for (let start = 0; start < ids.length; start += RECORDS_PER_STATEMENT)
		await indexSome(tx, here, ids.slice(start, start + RECORDS_PER_STATEMENT))
}

/** What the index holds of a record: its words by weight, and who may find it. */
export type IndexedText = { id: string; kind: string; audience: string[]; heading: string; body: string }

/** What the index should hold of the given records, and which of them it should not hold at all. */
export async function textsToIndex(
	tx: Reader,
	here: Here,
	ids: readonly string[]
): Promise<{ rows: IndexedText[]; gone: string[] }> {
	const workspaceId = here.workspace.id
	const records = await tx
		.selectFrom('record')
		.select(['id', 'kind', 'state', 'audience', 'title', 'acronym', 'key', 'number'])
		.where('workspace_id', '=', workspaceId)
		.where('id', 'in', ids)
		.execute()
	const names = await tx
		.selectFrom('record_name')
		.select(['record_id', 'name', 'acronym'])
		.where('workspace_id', '=', workspaceId)
		.where('record_id', 'in', ids)
		.execute()
	const texts = new Map<string, SearchText>()
	for (const kind of here.registry.kinds) {
		const mine = records.filter((record) => record.kind === kind.name).map((record) => record.id)
		if (mine.length > 0) for (const text of await kind.searchText(here, mine)) texts.set(text.id, text)
	}
	const gone = records.filter((record) => record.state === 'merged').map((record) => record.id)
	const rows = records
		.filter((record) => record.state !== 'merged')
		.map((record) => {
			const former = names
				.filter((name) => name.record_id === record.id)
				.flatMap((name) => [...Object.values(name.name), name.acronym])
			const text = texts.get(record.id)
			const heading = [
				...Object.values(record.title),
				record.acronym,
				record.key?.replaceAll('-', ' '),
				record.number,
				...former,
				text?.heading
			]
			return {
				id: record.id,
				kind: record.kind,
				audience: record.audience,
				heading: heading.filter((part) => part).join(' \n '),
				body: text?.body ?? ''
			}
		})
	return { rows, gone }
}

/** A record's row of the index as SQL values: workspace, record, kind, audience, vector. */
export function indexValues(here: Here, row: IndexedText) {
	const configuration = searchConfiguration(here.workspace.language)
	return sql`(${here.workspace.id}::uuid, ${row.id}::uuid, ${row.kind}::text, ${row.audience}::text[],
		setweight(to_tsvector(${configuration}::regconfig, plain_text(${row.heading})) || to_tsvector('simple', plain_text(${row.heading})), 'A')
		|| setweight(to_tsvector(${configuration}::regconfig, plain_text(${row.body})), 'C'))`
}

async function indexSome(tx: Kysely<Tables>, here: Here, ids: readonly string[]) {
	const { rows, gone } = await textsToIndex(tx, here, ids)
	if (gone.length > 0)
		await tx
			.deleteFrom('record_search')
			.where('workspace_id', '=', here.workspace.id)
			.where('record_id', 'in', gone)
			.execute()
	if (rows.length === 0) return
	const values = rows.map((row) => indexValues(here, row))
	await sql`insert into record_search (workspace_id, record_id, kind, audience, vector) values ${sql.join(values)}
		on conflict (workspace_id, record_id) do update
		set kind = excluded.kind, audience = excluded.audience, vector = excluded.vector`.execute(tx)
}
