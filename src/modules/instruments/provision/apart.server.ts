import { spawn, type ChildProcess } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'

/** What a process may use before it is ended. */
export type ApartLimits = {
	milliseconds: number
	heapMegabytes: number
	memoryMegabytes: number
	/** Of its answer. */
	bytes: number
}

export type Apart = {
	/** What it answered, as far as it came. */
	answer: Buffer
	/** What it complained of, for whoever mends the program. */
	complaint: string
	/** Which limit ended it; null where it came to its own end. */
	passed: keyof ApartLimits | null
}

const MEMORY_EVERY = 100
const COMPLAINT_MOST = 2_000

// The kernel counts the seconds too, so that a process whose parent was killed ends all the same; none leaves its memory on disk; and where
// the machine has no memory left, it is this process that ends and not the product.
const SHELL = 'ulimit -c 0; ulimit -t "$0"; { echo 1000 > /proc/self/oom_score_adj; } 2>/dev/null; exec "$@"'

/**
 * Runs one of the product's own programs in a process that can do nothing but compute: it has no environment, may read no file but the
 * product's program and what stands on its standard input, may write no file and start nothing (the permission model of Node.js), and is
 * ended when it passes a limit. The program itself puts the network away (`no-network.ts`).
 *
 * @param program named as an import is (`#modules/…`), since the built server lies elsewhere than the sources that it stands beside
 * @param input an open file, read from its beginning
 */
export async function runApart(
	program: string,
	{ input, argument, limits }: { input: number; argument: string; limits: ApartLimits }
): Promise<Apart> {
	// Both cores of a machine may work at it, at its own threads too.
	const seconds = String(Math.ceil(limits.milliseconds / 500) + 1)
	const child = spawn('/bin/sh', ['-c', SHELL, seconds, process.execPath, ...flagsFor(program, limits), argument], {
		stdio: [input, 'pipe', 'pipe'],
		env: {},
		cwd: '/'
	})
	return attend(child, limits)
}

function flagsFor(program: string, { heapMegabytes }: ApartLimits): string[] {
	const find = createRequire(import.meta.url)
	const script = find.resolve(program)
	const root = script.slice(0, script.lastIndexOf('/src/'))
	const library = find.resolve('saxes')
	const readable = [
		join(root, 'package.json'),
		join(root, 'src', '*'),
		join(root, 'node_modules'),
		// Where the packages really lie, if that is a link.
		join(library.slice(0, library.lastIndexOf('/node_modules/saxes/')), 'node_modules', '*')
	]
	return [
		'--permission',
		...readable.map((path) => `--allow-fs-read=${path}`),
		`--max-old-space-size=${String(heapMegabytes)}`,
		'--disallow-code-generation-from-strings',
		'--no-warnings',
		script
	]
}

/** Gathers what a process answers, and ends it when it takes longer, holds more or says more than it may. */
async function attend(child: ChildProcess, limits: ApartLimits): Promise<Apart> {
	const pieces: Buffer[] = []
	let complaint = ''
	let length = 0
	const ended: Pick<Apart, 'passed'> = { passed: null }
	const stop = (limit: keyof ApartLimits) => {
		ended.passed ??= limit
		child.kill('SIGKILL')
	}
	child.stdout?.on('data', (piece: Buffer) => {
		length += piece.length
		if (length > limits.bytes) stop('bytes')
		else pieces.push(piece)
	})
	child.stderr?.on('data', (piece: Buffer) => {
		if (complaint.length < COMPLAINT_MOST) complaint += piece.toString()
	})
	const late = setTimeout(() => stop('milliseconds'), limits.milliseconds)
	const look = setInterval(() => {
		void heldMegabytes(child.pid).then((held) => {
			if (held > limits.memoryMegabytes) stop('memoryMegabytes')
		})
	}, MEMORY_EVERY)
	try {
		const signal = await new Promise<NodeJS.Signals | null>((resolve, reject) => {
			child.once('error', reject)
			child.once('close', (_code, ended) => resolve(ended))
		})
		return { answer: Buffer.concat(pieces), complaint, passed: ended.passed ?? limitOf(signal) }
	} finally {
		clearTimeout(late)
		clearInterval(look)
	}
}

/** V8 ends a process whose heap is full by SIGABRT, the kernel one that has used up its seconds by SIGXCPU, or one for which no memory is left by SIGKILL. */
function limitOf(signal: NodeJS.Signals | null): keyof ApartLimits | null {
	if (signal === 'SIGABRT' || signal === 'SIGTRAP') return 'heapMegabytes'
	if (signal === 'SIGKILL') return 'memoryMegabytes'
	return signal === 'SIGXCPU' ? 'milliseconds' : null
}

/** What a process holds in memory, heap and all else; 0 where that is not to be known any more. */
async function heldMegabytes(process: number | undefined): Promise<number> {
	try {
		const status = await readFile(`/proc/${String(process)}/status`, 'utf8')
		return Number(/^VmRSS:\s+(\d+) kB$/mu.exec(status)?.[1] ?? 0) / 1_024
	} catch {
		return 0
	}
}
