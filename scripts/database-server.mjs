import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, chownSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Stop } from './run.mjs'
import { postgresPrograms } from './system-packages.mjs'

const LONGEST_WAIT = 120_000

// A throw-away server: what a power cut would do to it is nobody's concern.
const settings = {
	listen_addresses: '',
	max_connections: 200,
	shared_buffers: '128MB',
	fsync: 'off',
	synchronous_commit: 'off',
	full_page_writes: 'off'
}

// As the administrator of a ministry would: the owner makes roles and databases and installs the trusted extensions,
// but is no superuser and stands under row level security.
const preparation = [
	'CREATE ROLE pitso_owner LOGIN CREATEROLE CREATEDB NOSUPERUSER NOBYPASSRLS',
	'CREATE DATABASE pitso OWNER pitso_owner'
]

/**
 * Starts a PostgreSQL server of its own in a temporary folder, on a Unix socket only.
 *
 * @param {Record<string, string | number>} own settings that outweigh those of a throw-away server
 * @returns {Promise<{ address: string, folder: string, process: number | undefined, stop: () => Promise<void> }>} the owner's
 *   address of the database `pitso`; the folder of its socket, where its superuser `postgres` comes in too; its process
 * @throws Stop when it does not start
 */
export async function startServer(own = {}) {
	// Short, since the path of a socket has to stay under 108 bytes.
	const folder = mkdtempSync(join(tmpdir(), 'pitso-pg-'))
	const as = unprivileged(folder)
	const call = (program, ...args) =>
		execFileSync(as.command, [...as.args, program, ...args], { cwd: folder, stdio: 'pipe' })
	const remove = () => rmSync(folder, { recursive: true, force: true })
	try {
		const data = join(folder, 'data')
		const cluster = ['--username=postgres', '--auth=trust', '--encoding=UTF8', '--locale=C.UTF-8', '--no-sync']
		call(`${postgresPrograms}/initdb`, '-D', data, ...cluster)

		const options = Object.entries({ ...settings, ...own, unix_socket_directories: folder }).flatMap(
			([name, value]) => ['-c', `${name}=${value}`]
		)
		// The kernel stops the server when this process ends, however it ends.
		const program = ['--pdeathsig', 'INT', `${postgresPrograms}/postgres`, '-D', data, ...options]
		const server = spawn('setpriv', [...as.identity, ...program], { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] })
		let words = ''
		server.stderr.on('data', (piece) => (words = `${words}${piece}`.slice(-4_000)))
		const ended = new Promise((resolve) => server.on('close', resolve))

		const psql = (database, sql) =>
			call(`${postgresPrograms}/psql`, '-h', folder, '-U', 'postgres', '-d', database, '-qc', sql)
		const isReady = () => {
			try {
				return psql('postgres', 'SELECT 1') !== null
			} catch {
				return false
			}
		}
		const until = Date.now() + LONGEST_WAIT
		while (!isReady()) {
			if (server.exitCode !== null || Date.now() > until) throw new Stop(`PostgreSQL does not start:\n${words}`)
			await pause(100)
		}
		for (const statement of preparation) psql('postgres', statement)

		const stop = async () => {
			server.kill('SIGINT')
			await ended
			remove()
		}
		const address = `postgres://pitso_owner@localhost/pitso?host=${encodeURIComponent(folder)}`
		return { address, folder, process: server.pid, stop }
	} catch (error) {
		remove()
		throw error instanceof Stop ? error : new Stop(`PostgreSQL does not start: ${error.stderr ?? error.message}`)
	}
}

// PostgreSQL refuses to run as root: then it runs as the user that Debian's package makes, who owns the folder.
function unprivileged(folder) {
	if (process.getuid() !== 0) return { command: 'env', args: [], identity: [] }
	const idOf = (option) => Number(execFileSync('id', [option, 'postgres'], { encoding: 'utf8' }))
	chownSync(folder, idOf('-u'), idOf('-g'))
	chmodSync(folder, 0o700)
	const identity = ['--reuid=postgres', '--regid=postgres', '--init-groups']
	return { command: 'setpriv', args: identity, identity }
}
