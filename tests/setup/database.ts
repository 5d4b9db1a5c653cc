import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbedded } from '#platform/database/embedded.ts'
import type { TestProject } from 'vitest/node'
import { makeTemplate, onServer } from './template.ts'

/** Where the tests' PostgreSQL is, as `pg` takes it; the user may create roles and databases. */
export type DatabaseConnection = { host: string; port: number; user: string; password?: string; database: string }

declare module 'vitest' {
	// eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- only an interface can be extended
	interface ProvidedContext {
		database: DatabaseConnection
		/** The same server as its superuser: for looking and tampering past every right. */
		superuser: DatabaseConnection
	}
}

/**
 * Provides `database` to the tests: the embedded engine in a folder of its own, or with PITSO_TEST_ENGINE=server the
 * server of PITSO_TEST_DATABASE_URL, which `npm test` starts.
 */
export default async function setUp(project: TestProject) {
	const engine = process.env['PITSO_TEST_ENGINE'] ?? 'embedded'
	if (engine === 'server') {
		const connection = connectionOf(process.env['PITSO_TEST_DATABASE_URL'] ?? '')
		await makeTemplate(connection)
		project.provide('database', connection)
		project.provide('superuser', { ...connection, user: process.env['PITSO_TEST_SUPERUSER'] ?? 'postgres' })
		return
	}
	if (engine !== 'embedded') throw new Error(`PITSO_TEST_ENGINE is embedded or server, not ${engine}`)

	// Right under the system's folder for such: the path of a socket in it has to stay under 108 bytes.
	const folder = await mkdtemp(join(tmpdir(), 'pitso-test-'))
	const engineStarted = await startEmbedded({ folder: join(folder, 'database') })
	// What a power cut would do to it is nobody's concern, and waiting for the disk at each commit is most of a small test.
	// Looked over now and then, tables would be planned for by the moment at which that happened.
	await onServer(
		engineStarted.connection,
		'alter system set synchronous_commit = off',
		'alter system set autovacuum = off',
		'select pg_reload_conf()'
	)
	await makeTemplate(engineStarted.connection)
	project.provide('database', engineStarted.connection)
	project.provide('superuser', engineStarted.connection)
	return async () => {
		await engineStarted.stop()
		await rm(folder, { recursive: true, force: true })
	}
}

/** Reads `postgres://user:password@host:port/database`, where `?host=` may name the folder of a Unix socket. */
export function connectionOf(address: string): DatabaseConnection {
	if (!URL.canParse(address)) throw new Error('PITSO_TEST_DATABASE_URL is missing or no address of a database')
	const url = new URL(address)
	const password = decodeURIComponent(url.password)
	return {
		host: url.searchParams.get('host') ?? url.hostname,
		port: Number(url.port || url.searchParams.get('port') || 5432),
		user: decodeURIComponent(url.username),
		...(password !== '' && { password }),
		database: decodeURIComponent(url.pathname.slice(1))
	}
}
