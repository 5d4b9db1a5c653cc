import { sql, type SqlBool } from 'kysely'

/**
 * Records of one kind, whose name stands in the statement and not among its values. The indexes by which lists are read leave out a
 * kind (`record_by_title` and its like): a plan that is kept for every value cannot take them, and reads all records of a workspace
 * to find a few hundred laws among fifty thousand provisions.
 */
export const ofKind = (kind: string) => sql<SqlBool>`record.kind = ${sql.lit(kind)}`
