import { mkdtemp, readFile, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { StartError } from '#platform/database/migrate.server.ts'
import { readSecret, readSettings } from './settings.ts'

const server = { DATABASE_URL: 'postgres://pitso@db.example/pitso', PITSO_SECRET: 'x'.repeat(32) }

test('without any setting Pitso runs on this machine alone, with its demonstration', () => {
	expect(readSettings({})).toEqual({
		port: 4780,
		host: '127.0.0.1',
		url: undefined,
		behindProxy: false,
		languages: [],
		dataFolder: resolve('./data'),
		databaseUrl: undefined,
		secret: undefined,
		secretFile: undefined,
		isDemonstration: true,
		backups: 'daily',
		provider: undefined,
		operating: { logsRequests: false },
		requestsPerMinute: 3_000
	})
	expect(readSettings({ PORT: '', PITSO_HOST: '', DATABASE_URL: '' })).toEqual(readSettings({}))
})

test.each([
	[{}, true],
	[{ PITSO_DEMO: 'off' }, false],
	[{ PITSO_DEMO: 'on' }, true],
	[{ PITSO_DEMO: 'public', PITSO_HOST: '0.0.0.0' }, true],
	[{ PITSO_DEMO: 'off', PITSO_HOST: '0.0.0.0' }, false],
	[{ PITSO_DEMO: 'on', PITSO_HOST: '::1' }, true],
	[{ PITSO_HOST: 'localhost' }, true],
	[server, false],
	[{ ...server, PITSO_HOST: '0.0.0.0' }, false],
	[{ ...server, PITSO_DEMO: 'off' }, false],
	[{ ...server, PITSO_DEMO: 'server' }, true]
])('with %j the demonstration is on: %s', (environment, expected) => {
	expect(readSettings(environment).isDemonstration).toBe(expected)
})

test.each([
	[{ PORT: '0' }, { port: 0 }],
	[{ PORT: '65535' }, { port: 65_535 }],
	[{ PITSO_URL: 'https://pitso.example' }, { url: 'https://pitso.example' }],
	[{ PITSO_PROXY: 'trusted' }, { behindProxy: true }],
	[{ PITSO_PROXY: 'none' }, { behindProxy: false }],
	[{ PITSO_BACKUPS: 'off' }, { backups: 'off' }],
	[server, { backups: 'off' }],
	[{ ...server, PITSO_BACKUPS: 'daily' }, { backups: 'daily' }],
	[{ PITSO_LANGUAGES: 'st, nd' }, { languages: ['st', 'nd'] }],
	[{ PITSO_DATA: '/var/lib/pitso' }, { dataFolder: '/var/lib/pitso' }],
	[{ DATABASE_URL: 'postgresql://db/pitso', PITSO_SECRET_FILE: '/run/secret' }, { secretFile: '/run/secret' }]
])('%j is taken', (environment, expected) => {
	expect(readSettings(environment)).toMatchObject(expected)
})

function stopOf(environment: Record<string, string>) {
	try {
		readSettings(environment)
	} catch (error) {
		if (error instanceof StartError) return error
		throw error
	}
	throw new Error('the start was not stopped')
}

test.each([
	[{ PORT: '65536' }, 'setting-wrong', 'PORT'],
	[{ PORT: '-1' }, 'setting-wrong', 'PORT'],
	[{ PORT: 'http' }, 'setting-wrong', 'PORT'],
	[{ PORT: '80.5' }, 'setting-wrong', 'PORT'],
	[{ PITSO_URL: 'pitso.example' }, 'setting-wrong', 'PITSO_URL'],
	[{ PITSO_URL: 'ftp://pitso.example' }, 'setting-wrong', 'PITSO_URL'],
	[{ PITSO_PROXY: 'yes' }, 'setting-wrong', 'PITSO_PROXY'],
	[{ PITSO_BACKUPS: 'hourly' }, 'setting-wrong', 'PITSO_BACKUPS'],
	[{ PITSO_DEMO: 'true' }, 'setting-wrong', 'PITSO_DEMO'],
	[{ DATABASE_URL: 'mysql://db/pitso' }, 'setting-wrong', 'DATABASE_URL'],
	[{ PITSO_SECRET: 'short' }, 'setting-wrong', 'PITSO_SECRET'],
	[{ DATABASE_URL: server.DATABASE_URL }, 'secret-missing', undefined],
	[{ ...server, PITSO_DEMO: 'on' }, 'demonstration-on-server', undefined],
	[{ ...server, PITSO_DEMO: 'public' }, 'demonstration-on-server', undefined],
	[{ ...server, PITSO_DEMO: 'server', PITSO_HOST: '0.0.0.0' }, 'demonstration-not-public', undefined],
	[{ PITSO_HOST: '0.0.0.0' }, 'demonstration-not-public', undefined],
	[{ PITSO_HOST: '192.168.1.4', PITSO_DEMO: 'on' }, 'demonstration-not-public', undefined]
])('%j stops the start: %s', (environment, code, setting) => {
	const stop = stopOf(environment)
	expect(stop.code).toBe(code)
	if (setting !== undefined) expect(stop.params['setting']).toBe(setting)
})

test.each([
	[{ PITSO_SECRET: 'a-secret-too-short' }, 'a-secret-too-short'],
	[{ DATABASE_URL: 'mysql://me:password@db/pitso' }, 'password']
])('a wrong setting that holds a secret is not repeated to the log', (environment, secret) => {
	expect(JSON.stringify(stopOf(environment).params)).not.toContain(secret)
})

const HEX = /^[0-9a-f]{64}$/

test('the secret is made once, for its owner alone, and kept', async () => {
	const dataFolder = join(await mkdtemp(join(tmpdir(), 'pitso-secret-')), 'data')
	const settings = readSettings({ PITSO_DATA: dataFolder })
	const made = await Promise.all([1, 2, 3].map(() => readSecret(settings).catch(() => 'being made')))
	const kept = await readSecret(settings)
	expect(kept).toMatch(HEX)
	for (const one of made) expect([kept, 'being made']).toContain(one)
	expect((await stat(`${dataFolder}/secret`)).mode & 0o777).toBe(0o600)
	expect(await readFile(`${dataFolder}/secret`, 'utf8')).toBe(`${kept}\n`)
	expect(await readSecret(settings)).toBe(kept)
})

test('a secret that was spoilt stops the start rather than being made anew', async () => {
	const dataFolder = await mkdtemp(join(tmpdir(), 'pitso-secret-'))
	await writeFile(`${dataFolder}/secret`, 'nothing of the kind\n')
	await expect(readSecret(readSettings({ PITSO_DATA: dataFolder }))).rejects.toMatchObject({ code: 'secret-broken' })
})

test('a secret that Pitso made stays the same wherever it is named, so that an installation can move', async () => {
	const dataFolder = await mkdtemp(join(tmpdir(), 'pitso-secret-'))
	const made = await readSecret(readSettings({ PITSO_DATA: dataFolder }))
	const file = `${dataFolder}/secret`
	expect(await readSecret(readSettings({ ...server, PITSO_SECRET: '', PITSO_SECRET_FILE: file }))).toBe(made)
	expect(await readSecret(readSettings({ ...server, PITSO_SECRET: made }))).toBe(made)
})

test('a secret that is given, or stands in a file, is used and never written down', async () => {
	const dataFolder = await mkdtemp(join(tmpdir(), 'pitso-secret-'))
	const file = join(dataFolder, 'given')
	await writeFile(file, `${server.PITSO_SECRET}\n`)
	const given = await readSecret(readSettings({ ...server, PITSO_DATA: dataFolder }))
	expect(given).toMatch(HEX)
	expect(given).not.toContain(server.PITSO_SECRET)
	expect(await readSecret(readSettings({ PITSO_SECRET_FILE: file, PITSO_DATA: dataFolder }))).toBe(given)
	await expect(stat(`${dataFolder}/secret`)).rejects.toMatchObject({ code: 'ENOENT' })
})
