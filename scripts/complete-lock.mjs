// Adds to package-lock.json the optional packages for other machines that the registry in use does not carry: npm
// leaves them out, and `npm ci` then refuses the lock file everywhere. They are never installed on a machine that
// Pitso supports, so their version, which the package that wants them names exactly, is all there is to lock.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isMain, root, say } from './run.mjs'

const systems = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32']
const processors = ['arm64', 'arm', 'ia32', 'ppc64', 'riscv64', 's390x', 'wasm32', 'x64']

/**
 * The entries that a lock file lacks: the optional dependencies that none of its paths answers.
 *
 * @param {Record<string, object>} packages the lock file's packages by path
 * @returns {Record<string, object>} entries by path
 */
export function missingEntries(packages) {
	const missing = {}
	for (const [path, { dev, optionalDependencies = {} }] of Object.entries(packages)) {
		for (const [name, version] of Object.entries(optionalDependencies)) {
			if (isAnswered(packages, path, name)) continue
			const words = name.split(/[/-]/)
			const os = systems.find((system) => words.includes(system))
			const cpu = processors.find((processor) => words.includes(processor))
			missing[`node_modules/${name}`] = {
				version,
				...(cpu && { cpu: [cpu] }),
				...(dev && { dev }),
				...(words.includes('musl') && { libc: ['musl'] }),
				optional: true,
				...(os && { os: [os] })
			}
		}
	}
	return missing
}

// A package is looked for beside the one that wants it, then in each folder further out, as Node.js does.
function isAnswered(packages, path, name) {
	const folder = path ? `${path}/` : ''
	if (packages[`${folder}node_modules/${name}`]) return true
	if (!path) return false
	return isAnswered(packages, path.slice(0, Math.max(0, path.lastIndexOf('/node_modules/'))), name)
}

if (isMain(import.meta.url)) {
	const file = join(root, 'package-lock.json')
	const lock = JSON.parse(readFileSync(file, 'utf8'))
	const missing = missingEntries(lock.packages)
	const { '': itself, ...others } = { ...lock.packages, ...missing }
	const sorted = Object.entries(others).sort(([a], [b]) => a.localeCompare(b, 'en'))
	lock.packages = { '': itself, ...Object.fromEntries(sorted) }
	writeFileSync(file, `${JSON.stringify(lock, null, '\t')}\n`)
	say(`package-lock.json: ${Object.keys(missing).length} entries added.`)
}
