import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { StartError } from '#platform/database/migrate.server.ts'
import { mailIsOn } from '#platform/mail/send-mail.server.ts'
import { foundOperating, leaveOperating, readOperating } from './operating.server.ts'

const TOKEN = 'a-token-of-more-than-24-letters'

afterEach(() => leaveOperating(readOperating({})))

test('without any setting there is no mail server, no operator, no limit and no line for each request', async () => {
	await leaveOperating(readOperating({}))
	expect(mailIsOn()).toBe(false)
	expect(foundOperating()).toEqual({ operatorToken: undefined, quota: undefined, logsRequests: false })
})

test('settings are left where everything of the process finds them', async () => {
	const folder = await mkdtemp(join(tmpdir(), 'pitso-operating-'))
	await writeFile(`${folder}/token`, `${TOKEN}\n`)
	const operating = readOperating({
		SMTP_URL: 'smtp://mail.example',
		MAIL_FROM: 'pitso@ministry.example',
		PITSO_OPERATOR_TOKEN_FILE: `${folder}/token`,
		PITSO_QUOTA: '1.5 GB',
		PITSO_LOG: 'requests'
	})
	await leaveOperating(operating)
	expect(mailIsOn()).toBe(true)
	expect(foundOperating()).toEqual({ operatorToken: TOKEN, quota: 1_500_000_000, logsRequests: true })
})

function stopOf(given: Record<string, string>) {
	try {
		readOperating(given)
	} catch (error) {
		if (error instanceof StartError) return error
		throw error
	}
	throw new Error('the start was not stopped')
}

test.each([
	[{ SMTP_URL: 'smtp://mail.example' }, 'MAIL_FROM'],
	[{ SMTP_URL: 'smtp://mail.example', MAIL_FROM: 'Pitso' }, 'MAIL_FROM'],
	[{ SMTP_URL: 'http://me:hush@mail.example', MAIL_FROM: 'pitso@ministry.example' }, 'SMTP_URL'],
	[{ PITSO_OPERATOR_TOKEN: 'hush' }, 'PITSO_OPERATOR_TOKEN'],
	[{ PITSO_QUOTA: 'much' }, 'PITSO_QUOTA'],
	[{ PITSO_QUOTA: '5' }, 'PITSO_QUOTA'],
	[{ PITSO_LOG: 'everything' }, 'PITSO_LOG']
])('%j stops the start and names the setting', (given, setting) => {
	const stop = stopOf(given)
	expect(stop).toMatchObject({ code: 'setting-wrong', params: { setting } })
	expect(JSON.stringify(stop.params)).not.toContain('hush')
})

test('a file that is not there, or holds too short a token, stops the start', async () => {
	const folder = await mkdtemp(join(tmpdir(), 'pitso-operating-'))
	await writeFile(`${folder}/token`, 'short\n')
	for (const path of [`${folder}/token`, `${folder}/nothing`])
		await expect(leaveOperating(readOperating({ PITSO_OPERATOR_TOKEN_FILE: path }))).rejects.toMatchObject({
			code: 'setting-wrong',
			params: { setting: 'PITSO_OPERATOR_TOKEN_FILE' }
		})
})
