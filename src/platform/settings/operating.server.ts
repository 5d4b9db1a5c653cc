import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { StartError } from '#platform/database/migrate.server.ts'
import { leaveMailServer, readMailServer, type MailServer } from '#platform/mail/mail-server.server.ts'

const TOKEN_LEAST = 24
const SIZE = /^(\d{1,6}(?:\.\d{1,3})?) ?(MB|GB|TB)$/i
const UNITS: Readonly<Record<string, number>> = { MB: 1e6, GB: 1e9, TB: 1e12 }

const Environment = z.object({
	SMTP_URL: z.string().optional(),
	MAIL_FROM: z.string().optional(),
	PITSO_OPERATOR_TOKEN: z.string().min(TOKEN_LEAST).optional(),
	PITSO_OPERATOR_TOKEN_FILE: z.string().min(1).optional(),
	PITSO_QUOTA: z.string().regex(SIZE).optional(),
	PITSO_LOG: z.enum(['errors', 'requests']).default('errors')
})

/** How an installation is operated: its mail server, who may watch over it, how much a workspace may store, what it logs. */
export type Operating = {
	mail: MailServer | undefined
	operatorToken: string | undefined
	operatorTokenFile: string | undefined
	/** Bytes of files a workspace may hold. */
	quota: number | undefined
	logsRequests: boolean
}

const SECRET_SETTINGS = new Set(['SMTP_URL', 'PITSO_OPERATOR_TOKEN'])

const wrong = (setting: string, value = '…') => new StartError('setting-wrong', { setting, value })

/** The settings of operating an installation; a wrong value stops the start and is named, secrets never repeated. */
export function readOperating(given: Readonly<Record<string, string | undefined>>): Operating {
	const parsed = Environment.safeParse(given)
	if (!parsed.success) {
		const name = String(parsed.error.issues[0]?.path[0] ?? '')
		throw wrong(name, SECRET_SETTINGS.has(name) ? '…' : given[name])
	}
	const { SMTP_URL: smtpUrl, MAIL_FROM: mailFrom, PITSO_QUOTA: quota } = parsed.data
	const [, amount, unit = ''] = SIZE.exec(quota ?? '') ?? []
	return {
		mail: smtpUrl === undefined ? undefined : mailServer(smtpUrl, mailFrom),
		operatorToken: parsed.data.PITSO_OPERATOR_TOKEN,
		operatorTokenFile: parsed.data.PITSO_OPERATOR_TOKEN_FILE,
		quota: amount === undefined ? undefined : Math.round(Number(amount) * (UNITS[unit.toUpperCase()] ?? 1)),
		logsRequests: parsed.data.PITSO_LOG === 'requests'
	}
}

function mailServer(smtpUrl: string, mailFrom: string | undefined) {
	if (!readMailServer('smtp://localhost', mailFrom ?? '')) throw wrong('MAIL_FROM', mailFrom ?? '')
	const server = readMailServer(smtpUrl, mailFrom ?? '')
	if (!server) throw wrong('SMTP_URL')
	return server
}

/** What of it the running product asks for again and again, wherever it stands. */
export type Running = { operatorToken: string | undefined; quota: number | undefined; logsRequests: boolean }

const PLACE = Symbol.for('pitso.operating')

async function tokenOf({ operatorToken, operatorTokenFile }: Operating) {
	if (operatorToken !== undefined || operatorTokenFile === undefined) return operatorToken
	let token
	try {
		token = (await readFile(operatorTokenFile, 'utf8')).trim()
	} catch {
		throw wrong('PITSO_OPERATOR_TOKEN_FILE', operatorTokenFile)
	}
	if (token.length < TOKEN_LEAST) throw wrong('PITSO_OPERATOR_TOKEN_FILE', operatorTokenFile)
	return token
}

/** Leaves the settings where pages, commands and jobs of this process find them: the built pages are another copy of the code. */
export async function leaveOperating(operating: Operating): Promise<void> {
	leaveMailServer(operating.mail)
	const running: Running = {
		operatorToken: await tokenOf(operating),
		quota: operating.quota,
		logsRequests: operating.logsRequests
	}
	Object.defineProperty(globalThis, PLACE, { value: running, configurable: true, writable: true })
}

const isRunning = (value: unknown): value is Running =>
	typeof value === 'object' && value !== null && 'logsRequests' in value

/** The settings left for this process; where none were, nobody watches and nothing is limited. */
export function foundOperating(): Running {
	const value: unknown = Reflect.get(globalThis, PLACE)
	return isRunning(value) ? value : { operatorToken: undefined, quota: undefined, logsRequests: false }
}
