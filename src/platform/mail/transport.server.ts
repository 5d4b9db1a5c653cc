import { createTransport, type Transporter } from 'nodemailer'
import { withoutPrivate } from '#platform/log.ts'
import type { MailServer } from './mail-server.server.ts'
import type { MailContent } from './render-mail.ts'

export type Outgoing = {
	to: { name: string; address: string }
	content: MailContent
	messageId: string
	language: string
	/** By which name the sender is shown where the setting names none. */
	fromName: string
}

/** What came of handing a mail over: taken, refused for good, refused for now, or the server could not be used at all. */
export type Handed = { outcome: 'sent' | 'refused' | 'deferred' | 'away'; answer: string }

export type Post = { send(mail: Outgoing): Promise<Handed>; close(): void }

const TIMEOUT = 30_000

/** Opens a connection to the mail server, over which mails go one after the other in their order. */
export function openPost(server: MailServer): Post {
	const transport: Transporter = createTransport({
		host: server.host,
		port: server.port,
		secure: server.isImplicitTls,
		requireTLS: !server.isImplicitTls && server.needsTls,
		// Where encryption is not asked for (this machine) a certificate nobody signed is no reason to keep mail back.
		tls: { rejectUnauthorized: server.needsTls || server.isImplicitTls },
		...(server.user === null ? {} : { auth: { user: server.user, pass: server.password ?? '' } }),
		pool: true,
		maxConnections: 1,
		connectionTimeout: TIMEOUT,
		greetingTimeout: TIMEOUT,
		socketTimeout: TIMEOUT,
		// Templates are words: nothing in them may name a file or an address to be fetched.
		disableFileAccess: true,
		disableUrlAccess: true
	})
	return {
		async send({ to, content, messageId, language, fromName }) {
			try {
				const info: unknown = await transport.sendMail({
					from: { name: server.from.name || fromName, address: server.from.address },
					to: [to],
					envelope: { from: server.from.address, to: [to.address] },
					messageId,
					subject: content.subject,
					text: content.text,
					html: content.html,
					...(content.attachment
						? {
								attachments: [
									{
										filename: content.attachment.name,
										...('text' in content.attachment
											? {
													content: content.attachment.text,
													contentType: `${content.attachment.mediaType}; charset=utf-8`
												}
											: {
													content: Buffer.from(content.attachment.content),
													contentType: content.attachment.mediaType
												})
									}
								]
							}
						: {}),
					headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': language }
				})
				return { outcome: 'sent', answer: answerOf(info) }
			} catch (error) {
				return failed(error)
			}
		},
		close: () => transport.close()
	}
}

const ANSWER_MOST = 200

// Servers repeat the address in their answer; it stands in the mail already.
const told = (text: string) => withoutPrivate(text.replaceAll(/\s+/g, ' ')).slice(0, ANSWER_MOST)

const field = (value: unknown, name: string): unknown =>
	typeof value === 'object' && value !== null && name in value ? Reflect.get(value, name) : undefined

const textOf = (value: unknown, name: string) => {
	const text = field(value, name)
	return typeof text === 'string' ? text : ''
}

const answerOf = (info: unknown) => told(textOf(info, 'response'))

// What the server said about this one mail; all else (no connection, no sign-in, no encryption) is about the server.
const ABOUT_THE_MAIL = new Set(['EENVELOPE', 'EMESSAGE'])

function failed(error: unknown): Handed {
	const code = textOf(error, 'code')
	const status = Number(field(error, 'responseCode') ?? 0)
	const answer = told(`${code} ${textOf(error, 'response') || textOf(error, 'message')}`.trim())
	if (!ABOUT_THE_MAIL.has(code) || status === 421) return { outcome: 'away', answer }
	return { outcome: status >= 400 && status < 500 ? 'deferred' : 'refused', answer }
}
