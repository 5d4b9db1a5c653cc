import { existsSync } from 'node:fs'
import { Stop, machineEnvironment, run, say } from './run.mjs'

export const chromium = process.env.PITSO_TEST_CHROMIUM ?? '/usr/bin/chromium'
/** The programs of the oldest PostgreSQL that Pitso supports. */
export const postgresPrograms = process.env.PITSO_TEST_POSTGRES ?? '/usr/lib/postgresql/15/bin'

// They open the documents we write, as readers of them would.
const readers = [
	{ file: '/usr/bin/pdfinfo', packages: ['poppler-utils'] },
	{ file: '/usr/bin/qpdf', packages: ['qpdf'] },
	{ file: '/usr/bin/soffice', packages: ['libreoffice-writer-nogui'] }
]
const all = [
	{ file: chromium, packages: ['chromium', 'fonts-liberation'] },
	{ file: `${postgresPrograms}/postgres`, packages: ['postgresql-15'] },
	...readers
]

/**
 * Sees that Chromium, PostgreSQL 15 and the readers of documents are on the machine: installs Debian's packages when it may.
 *
 * @throws Stop in a sentence that says what to install
 */
export const ensureSystemPackages = () => ensure(all)

/** As `ensureSystemPackages`, for the tests that need the readers of documents alone. */
export const ensureReaders = () => ensure(readers)

async function ensure(needs) {
	const packages = needs.filter(({ file }) => !existsSync(file)).flatMap((need) => need.packages)
	if (packages.length === 0) return
	const wanted = `the tests need ${packages.join(' and ')}: apt-get install ${packages.join(' ')}`
	if (process.getuid() !== 0 || !existsSync('/usr/bin/apt-get')) throw new Stop(`${wanted} (as root).`)

	say(`installing ${packages.join(', ')} from Debian's packages …`)
	await aptGet(['update'], wanted)
	await aptGet(['install', '-y', '--no-install-recommends', ...packages], wanted)
	const missing = needs.filter(({ file }) => !existsSync(file)).map(({ file }) => file)
	if (missing.length > 0) throw new Stop(`${missing.join(' and ')} is still missing; ${wanted}.`)
}

async function aptGet(args, wanted) {
	let words = ''
	const listen = (child) => {
		for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece) => (words += piece))
	}
	// Another apt-get may be running, an unattended upgrade for one.
	const options = ['-q', '-o', 'DPkg::Lock::Timeout=120', '-o', 'Acquire::Retries=3']
	const env = { ...machineEnvironment, DEBIAN_FRONTEND: 'noninteractive' }
	const end = await run('apt-get', [...options, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] }, listen)
	if (end.code !== 0)
		throw new Stop(`${wanted}. This is what apt-get says:\n${words.split('\n').slice(-15).join('\n')}`)
}
