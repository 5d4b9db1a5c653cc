import { sql, type SqlBool } from 'kysely'
import type { Here } from '#platform/operation/operation.server.ts'
import { lowestIdAt, madeWhen } from './made-when.ts'
import type { Gone } from './oparl-facts.ts'

/** Which objects of a type are asked for: one, or a part of all in the order of their identifiers. */
export type Asked = {
	id?: string | undefined
	after?: string | undefined
	createdSince?: Date | undefined
	createdUntil?: Date | undefined
	modifiedSince?: Date | undefined
	modifiedUntil?: Date | undefined
	/** Meetings of this structure alone. */
	organization?: string | undefined
	/** Parts of other objects are gone without a word: what they were part of tells that it changed. */
	isPart?: true
	limit: number
}

type Names = Readonly<Record<string, string>>
export const nameIn = (here: Here, names: Names) => names[here.workspace.language] ?? Object.values(names)[0] ?? ''

/** Only what was asked for since a change tells of what is gone: whoever reads anew has no use for it. */
export const tellsGone = ({ id, modifiedSince, isPart }: Asked) =>
	isPart !== true && (id !== undefined || modifiedSince !== undefined)

/** The bounds of what is asked for, over the columns that hold the identifier and the last change. */
export function within(asked: Asked, idColumn: string, changedColumn: string) {
	const [id, changed] = [sql.ref(idColumn), sql.ref(changedColumn)]
	const bounds = [
		asked.id === undefined ? undefined : sql<SqlBool>`${id} = ${asked.id}`,
		asked.after === undefined ? undefined : sql<SqlBool>`${id} > ${asked.after}`,
		asked.createdSince === undefined ? undefined : sql<SqlBool>`${id} >= ${lowestIdAt(asked.createdSince)}`,
		asked.createdUntil === undefined
			? undefined
			: sql<SqlBool>`${id} < ${lowestIdAt(new Date(asked.createdUntil.getTime() + 1))}`,
		asked.modifiedSince === undefined ? undefined : sql<SqlBool>`${changed} >= ${asked.modifiedSince}`,
		asked.modifiedUntil === undefined ? undefined : sql<SqlBool>`${changed} <= ${asked.modifiedUntil}`
	].filter((bound) => bound !== undefined)
	return bounds.length === 0 ? sql<SqlBool>`true` : sql<SqlBool>`(${sql.join(bounds, sql` and `)})`
}

/** What was, and is not any more. */
export const gone = (id: string, modified: Date): Gone => ({ id, created: madeWhen(id), modified, isGone: true })
export const there = (id: string, modified: Date) => ({ id, created: madeWhen(id), modified, isGone: false as const })

/** No object has more parts than this. */
export const PARTS_MOST = 5_000
