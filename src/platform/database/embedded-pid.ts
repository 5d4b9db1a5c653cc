import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * The process and the socket's folder (empty until it listens) that postmaster.pid names, its lines 1 and 5 (PostgreSQL's
 * pidfile.h); undefined when there is no such file. The process may be long gone.
 */
export async function readPostmasterFile(cluster: string) {
	const text = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')
	const lines = text.split('\n')
	const pid = Math.abs(Number.parseInt(lines[0] ?? '', 10))
	return pid > 0 ? { pid, socketFolder: lines[4] ?? '' } : undefined
}

/**
 * Whether the process is this cluster's postmaster: it works in the cluster's folder, which tells it from a process that
 * got the same number later, and from a zombie.
 */
export async function isPostmaster(pid: number, cluster: string) {
	const [working, own] = await Promise.all([stat(`/proc/${pid}/cwd`).catch(() => undefined), stat(cluster)])
	return working !== undefined && working.dev === own.dev && working.ino === own.ino
}

/**
 * A process that now has the dead postmaster's number would make PostgreSQL refuse to start. The file is not removed,
 * since its shared memory line is how PostgreSQL finds backends that outlive their postmaster; instead it is made to name
 * this process, and PostgreSQL takes no notice of files that name its own parent.
 */
export async function disarmPostmasterFile(cluster: string) {
	const path = join(cluster, 'postmaster.pid')
	const text = await readFile(path, 'utf8').catch(() => '')
	if (text !== '') await writeFile(path, text.replace(/^-?\d+/, String(process.pid)))
}
