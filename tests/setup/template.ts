import pg from 'pg'
import { openDatabase } from '#platform/database/database.server.ts'
import { migrate } from '#platform/database/migrate.server.ts'
import { installQueue } from '#platform/jobs/queue.server.ts'
import type { DatabaseConnection } from './database.ts'

export const TEMPLATE = 'pitso_template'

/** Runs statements one by one on the tests' server. */
export async function onServer(connection: DatabaseConnection, ...statements: string[]): Promise<void> {
	const client = new pg.Client(connection)
	await client.connect()
	try {
		for (const statement of statements) await client.query(statement)
	} finally {
		await client.end()
	}
}

/** Makes the database that each worker's own is a copy of: migrated once a run. */
export async function makeTemplate(connection: DatabaseConnection): Promise<void> {
	await onServer(
		connection,
		`drop database if exists ${TEMPLATE}`,
		`create database ${TEMPLATE} template template0 encoding 'UTF8'`
	)
	const database = openDatabase({ ...connection, database: TEMPLATE, most: 2 })
	try {
		await migrate(database, new Date())
		await installQueue(database)
	} finally {
		await database.close()
	}
}
