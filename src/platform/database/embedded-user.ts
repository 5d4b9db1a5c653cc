import { type StdioOptions, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chown, readFile, readdir, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { DatabaseStartError } from './embedded-error.ts'

/** How PostgreSQL's programs are run: `uid` and `gid` own its files, `prefix` goes before the command. */
export type EngineUser = { uid: number; gid: number; prefix: readonly string[]; drops: boolean }

const NAMESPACE = ['unshare', '--user', '--map-user=65534', '--map-group=65534']

/**
 * Decides as whom PostgreSQL, which refuses to be root, runs over the files of `folder`. An ordinary user: as that user.
 * Root over a folder of an ordinary user: as its owner, so that both can start it. Else root in a user namespace, where
 * it is nobody but its files stay root's; where namespaces are forbidden (many containers), as `postgres` or `nobody`,
 * to whom the folder is given.
 *
 * @throws DatabaseStartError `folder-not-ours`, or `root-cannot-run` when no way is open.
 */
export async function chooseEngineUser({ folder, program }: { folder: string; program: string }): Promise<EngineUser> {
	const owner = await stat(folder)
	const self = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 }
	if (self.uid !== 0) {
		if (owner.uid !== self.uid) throw new DatabaseStartError('folder-not-ours', { folder, owner: owner.uid })
		return { ...self, prefix: [], drops: false }
	}
	if (owner.uid !== 0) {
		const user = { uid: owner.uid, gid: owner.gid, prefix: [], drops: true }
		if (await canRun(user, folder, program)) return user
		throw new DatabaseStartError('root-cannot-run', { folder })
	}
	const namespace = { ...self, prefix: NAMESPACE, drops: false }
	if (await canRun(namespace, folder, program)) return namespace
	for (const name of ['postgres', 'nobody']) {
		const found = await findAccount(name)
		if (!found) continue
		const user = { ...found, prefix: [], drops: true }
		if (!(await canRun(user, folder, program))) continue
		await give(folder, user)
		return user
	}
	throw new DatabaseStartError('root-cannot-run', { folder })
}

/** Starts a program as the engine's user, with none of Pitso's secrets in its environment. */
export function spawnAs(
	user: EngineUser,
	{ command, args, stdio, detached }: { command: string; args: string[]; stdio: StdioOptions; detached: boolean }
) {
	const [first, ...others] = user.prefix
	const [program, rest] = first === undefined ? [command, []] : [first, [...others, command]]
	return spawn(program, [...rest, ...args], {
		cwd: '/',
		detached,
		stdio,
		env: { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' },
		...(user.drops ? { uid: user.uid, gid: user.gid } : {})
	})
}

// Both the programs and the data must be reachable: root outside a namespace passes closed folders, inside it does not.
async function canRun(user: EngineUser, folder: string, program: string) {
	const child = spawnAs(user, {
		command: '/bin/sh',
		args: ['-c', 'cd "$1" && "$0" --version', program, dirname(folder)],
		stdio: 'ignore',
		detached: false
	})
	try {
		const closing = await once(child, 'close')
		const code: unknown = closing[0]
		return code === 0
	} catch {
		return false
	}
}

async function findAccount(name: string) {
	const lines = (await readFile('/etc/passwd', 'utf8')).split('\n')
	const fields = lines.map((line) => line.split(':')).find((line) => line[0] === name)
	const [uid, gid] = [Number(fields?.[2]), Number(fields?.[3])]
	return uid > 0 && gid > 0 ? { uid, gid } : undefined
}

async function give(folder: string, { uid, gid }: EngineUser) {
	await chown(folder, uid, gid)
	const entries = await readdir(folder, { recursive: true, withFileTypes: true })
	for (const entry of entries) {
		if (entry.isDirectory() || entry.isFile()) await chown(join(entry.parentPath, entry.name), uid, gid)
	}
}
