import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { missingEntries } from '../../scripts/complete-lock.mjs'

const root = join(import.meta.dirname, '..', '..')
const Lock = z.object({ packages: z.record(z.string(), z.looseObject({ resolved: z.string().optional() })) })
const lock = Lock.parse(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')))

test('package-lock.json names every optional package, or npm ci refuses it (scripts/complete-lock.mjs mends it)', () => {
	expect(Object.keys(missingEntries(lock.packages))).toEqual([])
})

test('package-lock.json names no registry, so that it installs from any', () => {
	const addresses = Object.values(lock.packages).map(({ resolved }) => resolved)
	expect(addresses.filter((address) => address !== undefined)).toEqual([])
})

test('a package for another machine is locked by its exact version and never installed here', () => {
	const wanting = {
		version: '2.0.0',
		dev: true,
		optionalDependencies: { 'tool-linux-arm64-musl': '2.0.0', 'tool-linux-x64': '2.0.0' }
	}
	const packages = { '': {}, 'node_modules/tool': wanting, 'node_modules/tool-linux-x64': { version: '2.0.0' } }
	expect(missingEntries(packages)).toEqual({
		'node_modules/tool-linux-arm64-musl': {
			version: '2.0.0',
			cpu: ['arm64'],
			dev: true,
			libc: ['musl'],
			optional: true,
			os: ['linux']
		}
	})
})

test('an optional package inside the one that wants it, or inside one further out, is not missing', () => {
	const wanting = { optionalDependencies: { extra: '1.0.0' } }
	expect(missingEntries({ 'node_modules/a': wanting, 'node_modules/a/node_modules/extra': {} })).toEqual({})
	expect(missingEntries({ 'node_modules/b/node_modules/a': wanting, 'node_modules/b/node_modules/extra': {} })).toEqual(
		{}
	)
})
