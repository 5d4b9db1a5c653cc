import { readdir, readFile } from 'node:fs/promises'
import type { Running } from './pitso.ts'

// What /proc counts processor time in; the same on every Linux of today.
const TICK_MILLISECONDS = 10

async function statOf(pid: number) {
	const stat = await readFile(`/proc/${String(pid)}/stat`, 'utf8').catch(() => '')
	const [, parent = '0', , , , , , , , , , user = '0', system = '0'] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
	return { parent: Number(parent), milliseconds: (Number(user) + Number(system)) * TICK_MILLISECONDS }
}

async function familyOf(postgres: number) {
	const all = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number)
	const stats = await Promise.all(all.map(async (pid) => ({ pid, ...(await statOf(pid)) })))
	return stats.filter(({ pid, parent }) => pid === postgres || parent === postgres)
}

/** The processor time used so far, in milliseconds: by Node.js, and by each process of PostgreSQL. */
export async function processorTime({ child, postgres }: Running) {
	const node = await statOf(child.pid ?? 0)
	const family = await familyOf(postgres)
	return { node: node.milliseconds, postgres: new Map(family.map(({ pid, milliseconds }) => [pid, milliseconds])) }
}

type Time = Awaited<ReturnType<typeof processorTime>>

/** What was used between two moments; a connection that ended in between is left out. */
export const between = (before: Time, after: Time) => ({
	node: after.node - before.node,
	postgres: [...after.postgres].reduce((sum, [pid, time]) => sum + time - (before.postgres.get(pid) ?? 0), 0)
})

const kilobytes = async (path: string, field: string) =>
	Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(await readFile(path, 'utf8').catch(() => ''))?.[1] ?? 0)

/** Memory in megabytes: of Node.js, and of all processes of PostgreSQL with what they share counted once. */
export async function memoryOf({ child, postgres }: Running) {
	const family = await familyOf(postgres)
	const shares = await Promise.all(family.map(({ pid }) => kilobytes(`/proc/${String(pid)}/smaps_rollup`, 'Pss')))
	return {
		node: (await kilobytes(`/proc/${String(child.pid)}/status`, 'VmRSS')) / 1_024,
		postgres: shares.reduce((sum, share) => sum + share, 0) / 1_024
	}
}
