import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, writeSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const MEGABYTE = 1024 * 1024

/** A disk of its own, in memory, that a test fills to the last byte. */
export type SmallDisk = {
	/** Its folder as the programs see it that are started with `prefix`. */
	folder: string
	/** The same folder as this process sees it. */
	seen: string
	/** Goes before a program that is to have it. */
	prefix: readonly string[]
	fill(): void
	free(): Promise<void>
	remove(): Promise<void>
}

/** Mounts a small disk in a name space of its own, which needs no right where users may have such. */
export async function aSmallDisk(megabytes: number): Promise<SmallDisk> {
	const folder = await mkdtemp(join(tmpdir(), 'pitso-disk-'))
	const options = `size=${String(megabytes)}m,mode=0755`
	const holder = spawn(
		'unshare',
		[
			'--map-root-user',
			'--mount',
			'sh',
			'-c',
			`mount -t tmpfs -o ${options} tmpfs "$0" && echo mounted && exec cat`,
			folder
		],
		{ stdio: ['pipe', 'pipe', 'inherit'] }
	)
	await Promise.race([
		once(holder.stdout, 'data'),
		once(holder, 'exit').then(() => {
			throw new Error('this machine allows no name spaces to mount a small disk in')
		})
	])
	const pid = String(holder.pid)
	const seen = `/proc/${pid}/root${folder}`
	const ballast = join(seen, 'ballast')
	return {
		folder,
		seen,
		prefix: ['nsenter', '--target', pid, '--user', '--mount', '--preserve-credentials', '--'],
		fill: () => fillUp(ballast),
		free: () => rm(ballast, { force: true }),
		remove: async () => {
			const ended = once(holder, 'exit')
			holder.stdin.end()
			await ended
			await rm(folder, { recursive: true, force: true })
		}
	}
}

function fillUp(path: string) {
	const file = openSync(path, 'a')
	try {
		for (let size = MEGABYTE; size >= 1; size = Math.floor(size / 2)) while (hasWritten(file, size));
	} finally {
		closeSync(file)
	}
}

function hasWritten(file: number, size: number): boolean {
	try {
		return writeSync(file, Buffer.alloc(size)) === size
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') return false
		throw error
	}
}
