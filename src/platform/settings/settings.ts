import { createHash, randomBytes } from 'node:crypto'
import { access, link, mkdir, open, readFile, unlink } from 'node:fs/promises'
import { resolve } from 'node:path'
import { z } from 'zod'
import { StartError } from '#platform/database/migrate.server.ts'
import { readOperating, type Operating } from './operating.server.ts'

const Port = z.coerce.number().int().min(0).max(65_535)
const Environment = z.object({
	PORT: Port.default(4780),
	PITSO_HOST: z.string().min(1).max(255).default('127.0.0.1'),
	PITSO_URL: z.url({ protocol: /^https?$/ }).optional(),
	PITSO_PROXY: z.enum(['none', 'trusted']).default('none'),
	PITSO_DATA: z.string().min(1).default('./data'),
	DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
	PITSO_SECRET: z.string().min(32).optional(),
	PITSO_SECRET_FILE: z.string().min(1).optional(),
	OIDC_ISSUER: z.url({ protocol: /^https?$/ }).optional(),
	OIDC_CLIENT_ID: z.string().min(1).max(500).optional(),
	OIDC_CLIENT_SECRET: z.string().min(1).optional(),
	OIDC_CLIENT_SECRET_FILE: z.string().min(1).optional(),
	OIDC_NAME: z.string().min(1).max(80).optional(),
	OIDC_CLAIMS: z.string().max(500).optional(),
	PITSO_DEMO: z.enum(['off', 'on', 'public', 'server']).optional(),
	PITSO_BACKUPS: z.enum(['off', 'daily']).optional(),
	PITSO_LANGUAGES: z
		.string()
		.regex(/^[a-z]{2,3}( *, *[a-z]{2,3})*$/)
		.optional(),
	PITSO_REQUESTS_PER_MINUTE: z.coerce.number().int().min(0).max(1_000_000).default(3_000)
})

/** An OpenID Connect provider: who it is, as whom Pitso asks it, and which of its claims seats are given by. */
export type ProviderSettings = {
	issuer: string
	clientId: string
	clientSecret: string | undefined
	clientSecretFile: string | undefined
	/** What the sign-in button calls it. */
	name: string
	claims: readonly string[]
}

export type Settings = {
	port: number
	host: string
	url: string | undefined
	behindProxy: boolean
	dataFolder: string
	databaseUrl: string | undefined
	secret: string | undefined
	secretFile: string | undefined
	isDemonstration: boolean
	/** Whether Pitso backs itself up each day; by default on the embedded engine, which nobody else looks after. */
	backups: 'off' | 'daily'
	/** The ministry's own identity provider, where one is named. */
	provider: ProviderSettings | undefined
	operating: Operating
	/** Offered to readers although their translation is not complete. */
	languages: readonly string[]
	/** Of one address, as long as it asks from outside this machine; 0 sets no limit. */
	requestsPerMinute: number
}

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost'])

/**
 * The settings of an installation from its environment. Demonstration is the default without `DATABASE_URL`; with a server
 * it must be named (`PITSO_DEMO=server`), and beyond this machine too (`PITSO_DEMO=public`). A wrong value stops the start.
 */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
	const given = Object.fromEntries(
		Object.entries(environment).filter(([, value]) => value !== undefined && value !== '')
	)
	const parsed = Environment.safeParse(given)
	if (!parsed.success) {
		const name = String(parsed.error.issues[0]?.path[0] ?? '')
		throw new StartError('setting-wrong', {
			setting: name,
			value: name.includes('SECRET') || name === 'DATABASE_URL' ? '…' : (environment[name] ?? '')
		})
	}
	const { PITSO_DEMO: demo, DATABASE_URL: databaseUrl, PITSO_HOST: host, ...rest } = parsed.data
	if (databaseUrl !== undefined && (demo === 'on' || demo === 'public')) throw new StartError('demonstration-on-server')
	const isDemonstration = demo === undefined ? databaseUrl === undefined : demo !== 'off'
	if (isDemonstration && demo !== 'public' && !LOOPBACK.has(host))
		throw new StartError('demonstration-not-public', { host })
	if (databaseUrl !== undefined && rest.PITSO_SECRET === undefined && rest.PITSO_SECRET_FILE === undefined)
		throw new StartError('secret-missing')
	return {
		port: rest.PORT,
		host,
		url: rest.PITSO_URL,
		behindProxy: rest.PITSO_PROXY === 'trusted',
		dataFolder: resolve(rest.PITSO_DATA),
		databaseUrl,
		secret: rest.PITSO_SECRET,
		secretFile: rest.PITSO_SECRET_FILE,
		isDemonstration,
		backups: rest.PITSO_BACKUPS ?? (databaseUrl === undefined ? 'daily' : 'off'),
		provider: providerOf(rest),
		languages: rest.PITSO_LANGUAGES?.split(',').map((one) => one.trim()) ?? [],
		operating: readOperating(given),
		requestsPerMinute: rest.PITSO_REQUESTS_PER_MINUTE
	}
}

const CLAIMS = 'groups,roles'

type OfProvider =
	'OIDC_ISSUER' | 'OIDC_CLIENT_ID' | 'OIDC_CLIENT_SECRET' | 'OIDC_CLIENT_SECRET_FILE' | 'OIDC_NAME' | 'OIDC_CLAIMS'

function providerOf(given: Pick<z.output<typeof Environment>, OfProvider>): ProviderSettings | undefined {
	const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId } = given
	if (issuer === undefined && clientId === undefined) return undefined
	if (issuer === undefined) throw new StartError('setting-wrong', { setting: 'OIDC_ISSUER', value: '' })
	if (clientId === undefined) throw new StartError('setting-wrong', { setting: 'OIDC_CLIENT_ID', value: '' })
	// Whoever can change what the provider says on the way here can be anybody: only this machine may be asked without TLS.
	if (new URL(issuer).protocol === 'http:' && !LOOPBACK.has(new URL(issuer).hostname))
		throw new StartError('setting-wrong', { setting: 'OIDC_ISSUER', value: issuer })
	return {
		issuer,
		clientId,
		clientSecret: given.OIDC_CLIENT_SECRET,
		clientSecretFile: given.OIDC_CLIENT_SECRET_FILE,
		name: given.OIDC_NAME ?? new URL(issuer).hostname,
		claims: (given.OIDC_CLAIMS ?? CLAIMS).split(/[,\s]+/).filter((claim) => claim !== '')
	}
}

/** The secret Pitso shows to the identity provider: given, or read from its file; none for a public client. */
export async function readProviderSecret(provider: ProviderSettings): Promise<string | undefined> {
	if (provider.clientSecret !== undefined || provider.clientSecretFile === undefined) return provider.clientSecret
	try {
		return (await readFile(provider.clientSecretFile, 'utf8')).trim()
	} catch {
		throw new StartError('setting-wrong', { setting: 'OIDC_CLIENT_SECRET_FILE', value: provider.clientSecretFile })
	}
}

const SECRET = /^[0-9a-f]{64}$/

const hasCode = (error: unknown, code: string) => error instanceof Error && 'code' in error && error.code === code

type SecretSettings = Pick<Settings, 'secret' | 'secretFile' | 'dataFolder'>

/** The installation's secret as 64 hexadecimal digits: given, read from a file, or made once in the data folder for its owner only. */
export async function readSecret(settings: SecretSettings): Promise<string> {
	const found = await findSecret(settings)
	if (found !== undefined) return found
	await mkdir(settings.dataFolder, { recursive: true })
	await keepSecret(`${settings.dataFolder}/secret`, randomBytes(32).toString('hex'))
	return (await findSecret(settings)) ?? ''
}

/** The installation's secret where it has one already: given, in a file, or made in the data folder before. */
export async function findSecret(settings: SecretSettings): Promise<string | undefined> {
	if (settings.secret !== undefined) return taken(settings.secret)
	if (settings.secretFile !== undefined) return taken((await readFile(settings.secretFile, 'utf8')).trim())
	const path = `${settings.dataFolder}/secret`
	if (!(await isThere(path))) return undefined
	const kept = (await readFile(path, 'utf8')).trim()
	if (!SECRET.test(kept)) throw new StartError('secret-broken', { path })
	return kept
}

// A secret that Pitso made is taken as it is wherever it is named, so that it stays the same when an installation moves.
const taken = (text: string) => (SECRET.test(text) ? text : digest(text))

async function isThere(path: string) {
	try {
		await access(path)
		return true
	} catch (error) {
		if (hasCode(error, 'ENOENT')) return false
		throw error
	}
}

/**
 * Keeps a secret in a file for its owner only; one that is there already stays. Written aside and then named: of two first
 * starts one makes the secret, and no reader meets half of it.
 */
export async function keepSecret(path: string, secret: string) {
	const aside = `${path}.${randomBytes(6).toString('hex')}`
	const file = await open(aside, 'wx', 0o600)
	try {
		await file.writeFile(`${secret}\n`)
		await file.sync()
	} finally {
		await file.close()
	}
	try {
		await link(aside, path)
	} catch (error) {
		if (!hasCode(error, 'EEXIST')) throw error
	} finally {
		await unlink(aside)
	}
}

function digest(text: string) {
	return createHash('sha256').update(`pitso\n${text}`).digest('hex')
}
