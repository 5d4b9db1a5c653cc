import { readSender } from './address.ts'

/** The mail server of an installation, as its settings name it. */
export type MailServer = {
	host: string
	port: number
	/** Encrypted from the first byte (`smtps`). */
	isImplicitTls: boolean
	/** Refuses to hand mail over unless the server can encrypt. */
	needsTls: boolean
	user: string | null
	password: string | null
	from: { name: string; address: string }
}

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]', '::1'])

/**
 * Reads `SMTP_URL` and `MAIL_FROM`; undefined where one of them cannot be used. `smtps://` is encrypted from the start;
 * `smtp://` must change to encryption (STARTTLS) unless the server is on this machine or the address says `?tls=optional`.
 */
export function readMailServer(smtpUrl: string, mailFrom: string): MailServer | undefined {
	const from = readSender(mailFrom)
	const url = URL.parse(smtpUrl)
	if (!from || !url || !['smtp:', 'smtps:'].includes(url.protocol) || url.hostname === '') return undefined
	const tls = url.searchParams.get('tls') ?? 'required'
	if (!['required', 'optional'].includes(tls) || [...url.searchParams.keys()].some((name) => name !== 'tls'))
		return undefined
	const isImplicitTls = url.protocol === 'smtps:'
	return {
		host: url.hostname.replace(/^\[|\]$/g, ''),
		port: url.port === '' ? (isImplicitTls ? 465 : 587) : Number(url.port),
		isImplicitTls,
		needsTls: tls === 'required' && !LOOPBACK.has(url.hostname),
		user: url.username === '' ? null : decodeURIComponent(url.username),
		password: url.password === '' ? null : decodeURIComponent(url.password),
		from
	}
}

// A name of the process, not of the module: the built pages carry their own copy of this file.
const PLACE = Symbol.for('pitso.mail')

/** Leaves the mail server of this installation where commands and jobs find it; undefined where there is none. */
export function leaveMailServer(server: MailServer | undefined): void {
	Object.defineProperty(globalThis, PLACE, { value: server, configurable: true, writable: true })
}

const isMailServer = (value: unknown): value is MailServer =>
	typeof value === 'object' && value !== null && 'host' in value && 'from' in value

/** The mail server of this installation, where it has one. */
export function foundMailServer(): MailServer | undefined {
	const value: unknown = Reflect.get(globalThis, PLACE)
	return isMailServer(value) ? value : undefined
}
