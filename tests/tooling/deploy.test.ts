import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
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

test('the settings of the example are settings, and start nothing for demonstration', () => {
	const settings = Object.fromEntries(
		read('deploy/environment.example')
			.split('\n')
			.filter((line) => line !== '' && !line.startsWith('#'))
			.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)])
	)
	const made = readSettings({ ...settings, PITSO_SECRET: 'x'.repeat(40) })
	expect(made).toMatchObject({ isDemonstration: false, behindProxy: true, host: '127.0.0.1' })
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
