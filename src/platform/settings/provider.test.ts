import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readProviderSecret, readSettings } from './settings.ts'

const ISSUER = { OIDC_ISSUER: 'https://login.ministry.test/realms/gov', OIDC_CLIENT_ID: 'pitso' }

test('without an issuer there is no identity provider', () => {
	expect(readSettings({}).provider).toBeUndefined()
})

test('an identity provider is called by its host, and asked for groups and roles, unless the settings say otherwise', () => {
	expect(readSettings(ISSUER).provider).toMatchObject({ name: 'login.ministry.test', claims: ['groups', 'roles'] })
	const named = readSettings({ ...ISSUER, OIDC_NAME: 'Ministry Identity', OIDC_CLAIMS: 'department, groups' }).provider
	expect(named).toMatchObject({ name: 'Ministry Identity', claims: ['department', 'groups'] })
})

test.each([
	['OIDC_CLIENT_ID', { OIDC_ISSUER: ISSUER.OIDC_ISSUER }],
	['OIDC_ISSUER', { OIDC_CLIENT_ID: 'pitso' }],
	['OIDC_ISSUER', { ...ISSUER, OIDC_ISSUER: 'login.ministry.test' }],
	['OIDC_ISSUER', { ...ISSUER, OIDC_ISSUER: 'http://login.ministry.test' }]
])('what is missing or wrong stops the start by its name: %s', (setting, environment) => {
	expect(() => readSettings(environment)).toThrow(
		expect.objectContaining({ code: 'setting-wrong', params: expect.objectContaining({ setting }) })
	)
})

test('an issuer on this machine may be asked without TLS', () => {
	expect(readSettings({ ...ISSUER, OIDC_ISSUER: 'http://127.0.0.1:9000' }).provider?.issuer).toBe(
		'http://127.0.0.1:9000'
	)
})

test('the secret shown to the provider is given, or read from its file', async () => {
	const file = join(await mkdtemp(join(tmpdir(), 'pitso-secret-')), 'client')
	await writeFile(file, 'kept in a file\n')
	const secretOf = async (more: Record<string, string>) => {
		const { provider } = readSettings({ ...ISSUER, ...more })
		return provider && readProviderSecret(provider)
	}
	expect(await secretOf({})).toBeUndefined()
	expect(await secretOf({ OIDC_CLIENT_SECRET: 'given' })).toBe('given')
	expect(await secretOf({ OIDC_CLIENT_SECRET_FILE: file })).toBe('kept in a file')
	await expect(secretOf({ OIDC_CLIENT_SECRET_FILE: '/no/such/file' })).rejects.toMatchObject({ code: 'setting-wrong' })
})
