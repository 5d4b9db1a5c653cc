import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { readSettings } from '#platform/settings/settings.ts'

const root = join(import.meta.dirname, '..', '..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const nginx = read('deploy/nginx.conf')
const caddy = read('deploy/Caddyfile')
const unit = read('deploy/pitso.service')
const image = read('deploy/Containerfile')

const YEAR = 31_536_000

test('both proxies bind browsers to https for two years, subdomains too', () => {
	for (const text of [nginx, caddy]) {
		const [, age = '0'] = /Strict-Transport-Security "max-age=(\d+); includeSubDomains"/.exec(text) ?? []
		expect(Number(age)).toBeGreaterThanOrEqual(2 * YEAR)
	}
	expect(/ssl_protocols ([^;]+);/.exec(nginx)?.[1]).toBe('TLSv1.2 TLSv1.3')
})

test('both proxies tell who asks, and let no client tell it itself', () => {
	expect(nginx).toContain('proxy_set_header X-Forwarded-For $remote_addr;')
	expect(nginx).not.toContain('$proxy_add_x_forwarded_for')
	expect(caddy).toContain('header_up X-Forwarded-For {remote_host}')
})

test('plain http to the programming interface is refused, not redirected', () => {
	expect(/listen 80;[\s\S]*?location \/api\/ \{\s*return 403;/.test(nginx)).toBe(true)
	expect(/http:\/\/pitso\.example\.org \{[\s\S]*?@programs path \/api\/\*\s+respond @programs 403/.test(caddy)).toBe(
		true
	)
})

test('both proxies take what the product takes, and a little for the form around it', () => {
	expect(nginx).toContain('client_max_body_size 56m;')
	expect(caddy).toContain('max_size 56MB')
})

// As `docker --env-file` reads it: what stands behind the first equals sign, to the end of the line.
const example = Object.fromEntries(
	read('deploy/environment.example')
		.split('\n')
		.filter((line) => line !== '' && !line.startsWith('#'))
		.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)])
)

test('the settings of the example are settings, and start nothing for demonstration', () => {
	const made = readSettings({ ...example, PITSO_SECRET: 'x'.repeat(40) })
	expect(made).toMatchObject({ isDemonstration: false, behindProxy: true, host: '127.0.0.1' })
	expect(made.operating.mail).toBeDefined()
})

test('a shell, the service and a container read the same in the example', () => {
	const { stdout, stderr, status } = spawnSync('/bin/sh', ['-c', 'set -ea; . ./deploy/environment.example; env'], {
		cwd: root,
		encoding: 'utf8',
		env: { PATH: '/usr/bin:/bin' }
	})
	expect({ stderr, status }).toEqual({ stderr: '', status: 0 })
	for (const [name, value] of Object.entries(example)) {
		expect(stdout.split('\n'), name).toContain(`${name}=${value}`)
		// systemd takes quotes and backslashes away and spaces at the ends; nothing else.
		expect(name).toMatch(/^[A-Z][A-Z_]*$/)
		expect(value).toMatch(/^[A-Za-z0-9@%_+=:,./?-]+$/)
	}
})

// The console of the service with its folders elsewhere, and programs that tell what they were given.
function aConsole(user: number) {
	const folder = mkdtempSync(join(tmpdir(), 'pitso-console-'))
	onTestFinished(() => {
		rmSync(folder, { recursive: true, force: true })
	})
	for (const part of ['etc', 'srv/bin', 'programs']) mkdirSync(join(folder, part), { recursive: true })
	const program = (path: string, text: string) => {
		writeFileSync(join(folder, path), text)
		chmodSync(join(folder, path), 0o755)
	}
	const tells = '#!/bin/sh\nprintf "<%s>" "$@"\n'
	program('programs/id', `#!/bin/sh\necho ${String(user)}\n`)
	program('programs/runuser', tells)
	program('srv/bin/pitso', `${tells}printf '\\n'; env; exit 3\n`)
	program(
		'pitso',
		read('deploy/pitso').replaceAll('/etc/pitso', join(folder, 'etc')).replaceAll('/srv/pitso', join(folder, 'srv'))
	)
	writeFileSync(join(folder, 'etc/environment'), read('deploy/environment.example'))
	const call = (args: string[], environment: Record<string, string> = {}) =>
		spawnSync(join(folder, 'pitso'), args, {
			encoding: 'utf8',
			env: { PATH: `${join(folder, 'programs')}:/usr/bin:/bin`, ...environment }
		})
	return { folder, call }
}

const ARGUMENTS = ['run', 'lso', '{"name": "$HOME \'x\'"}', '']
const TOLD = ARGUMENTS.map((argument) => `<${argument}>`).join('')

test('the console of the service is a program that a shell can read', () => {
	expect(statSync(join(root, 'deploy/pitso')).mode & 0o111).toBe(0o111)
	expect(spawnSync('/bin/sh', ['-n', join(root, 'deploy/pitso')], { encoding: 'utf8' }).stderr).toBe('')
	for (const path of ['/srv/pitso', '/etc/pitso/environment', '/etc/pitso/secret'])
		for (const text of [unit, read('deploy/pitso')]) expect(text).toContain(path)
})

test('the console of the service hands on its arguments and ends as the product does, with the settings of the service', () => {
	const { folder, call } = aConsole(1000)
	const { stdout, stderr, status } = call(ARGUMENTS)
	const [told, ...environment] = stdout.split('\n')
	expect({ told, stderr, status }).toEqual({ told: TOLD, stderr: '', status: 3 })
	for (const [name, value] of Object.entries({
		...example,
		PITSO_DATA: '/var/lib/pitso',
		PITSO_SECRET_FILE: join(folder, 'etc/secret')
	}))
		expect(environment).toContain(`${name}=${value}`)
})

test('a setting of the caller goes before those of the service, an empty one too', () => {
	const given = { DATABASE_URL: '', PORT: '4999', PITSO_DATA: '/tmp/a drill', OIDC_NAME: 'it\'s "$PORT"' }
	const environment = aConsole(1000).call(['serve'], given).stdout.split('\n')
	for (const [name, value] of Object.entries(given)) expect(environment).toContain(`${name}=${value}`)
	expect(environment).toContain('PITSO_PROXY=trusted')
})

test('root becomes the user of the service before anything else', () => {
	const { folder, call } = aConsole(0)
	expect(call(ARGUMENTS).stdout).toBe(`<-u><pitso><--><${join(folder, 'pitso')}>${TOLD}`)
})

test('who may not read the settings is told so in one line', () => {
	const { folder, call } = aConsole(1000)
	rmSync(join(folder, 'etc/environment'))
	const { stdout, stderr, status } = call(['backup'])
	expect({ stdout, status }).toEqual({ stdout: '', status: 1 })
	expect(stderr.trim().split('\n')).toHaveLength(1)
})

const named = (text: string) =>
	new Set([...text.matchAll(/`((?:[A-Z]+_[A-Z_]+|PORT)(?:\[_FILE\])?)`/g)].map(([, name = '']) => name))

test('every setting the product reads is told to operators, and no other', () => {
	const schemas = ['settings', 'operating.server'].map((name) => read(`src/platform/settings/${name}.ts`))
	const taken = schemas.flatMap((text) => {
		const [, schema = ''] = /const Environment = z\.object\(\{([\s\S]*?)\n\}\)/.exec(text) ?? []
		return [...schema.matchAll(/^\t([A-Z_]+):/gm)].map(([, name = '']) => name)
	})
	const [, table = ''] = /## Settings\n([\s\S]*?)\n## /.exec(read('docs/operations/README.md')) ?? []
	const told = [...named(table)].flatMap((name) =>
		name.endsWith('[_FILE]') ? [name.slice(0, -7), `${name.slice(0, -7)}_FILE`] : [name]
	)
	expect(taken.length).toBeGreaterThan(8)
	expect(told.sort()).toEqual(taken.sort())
})

test('the service runs as a user without rights and writes to its own folder only', () => {
	for (const line of [
		'User=pitso',
		'NoNewPrivileges=yes',
		'ProtectSystem=strict',
		'CapabilityBoundingSet=',
		'StateDirectory=pitso'
	])
		expect(unit.split('\n')).toContain(line)
	expect(unit).toContain('ExecStart=/srv/pitso/bin/pitso serve')
})

test('the image is built of what is here, and runs as a user without rights', () => {
	for (const [, paths = ''] of image.matchAll(/^COPY --chown=pitso (.+) \S+$/gm))
		for (const path of paths.split(' ')) expect(existsSync(join(root, path)), path).toBe(true)
	for (const [path] of image.matchAll(
		/bin\/pitso|node_modules\/vite\/bin\/vite\.js|node_modules\/@sveltejs\/kit\/svelte-kit\.js/g
	))
		expect(existsSync(join(root, path)), path).toBe(true)
	expect(image.indexOf('USER pitso')).toBeGreaterThan(0)
	expect(image.lastIndexOf('USER ')).toBe(image.indexOf('USER pitso'))
	expect(image).toContain('PITSO_DEMO=off')
})
