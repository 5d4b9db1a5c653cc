import { parseArgs } from 'node:util'
import { registry } from '#areas'
import { findSeat, findWorkspace, listWorkspaces } from '#platform/access/find-seat.server.ts'
import { publicSeat, type Seat } from '#platform/access/seat.ts'
import type { Workspace } from '#platform/access/workspace.ts'
import { rolesSql } from '#platform/database/migrate.server.ts'
import { verifyHistory } from '#platform/events/verify.server.ts'
import { ask, run, type Opening } from '#platform/operation/perform.server.ts'
import { absent } from '#platform/operation/refusal.ts'
import { openInstallation, refuseWithoutDatabase, type Opened } from '#platform/settings/open.server.ts'
import { readSettings } from '#platform/settings/settings.ts'
import { backUp, restoreFrom, verify } from './backup.ts'
import { createWorkspace } from './create-workspace.ts'
import { exportTo } from './export-workspace.ts'
import { importFile } from './import-file.ts'
import { load } from './load.ts'
import { move } from './move.ts'
import { needed } from './needed.ts'
import { declarationOf, declareFrom, exportRegister, importInto, reportOn, templateOf } from './register.ts'
import { serve } from './serve.ts'
import { translate } from './translate.ts'
import { createUser, listUsers, resetUser } from './user.ts'
import { consoleWords, faultLines, stopLines } from './words-of-console.ts'
import { writeOut } from './write-out.ts'

const words = consoleWords(process.env)
const print = (line: string) => void process.stdout.write(`${line}\n`)
const say = (code: string, params: Readonly<Record<string, string | number>> = {}) =>
	void process.stderr.write(`${words.t(`start.${code}`, { ...params })}\n`)

const OPTIONS = {
	seat: { type: 'string' },
	workspace: { type: 'string' },
	name: { type: 'string' },
	days: { type: 'string' },
	check: { type: 'boolean' },
	once: { type: 'string' },
	owner: { type: 'string' },
	language: { type: 'string' },
	role: { type: 'string' },
	actor: { type: 'string' },
	office: { type: 'string' },
	email: { type: 'string' },
	out: { type: 'string' },
	format: { type: 'string' },
	country: { type: 'string' },
	languages: { type: 'string' },
	'time-zone': { type: 'string' },
	kind: { type: 'string' },
	'with-frameworks': { type: 'boolean' },
	into: { type: 'string' },
	to: { type: 'string' },
	files: { type: 'string' },
	encrypt: { type: 'boolean' },
	'passphrase-file': { type: 'string' },
	'with-secret': { type: 'boolean' },
	'without-files': { type: 'boolean' },
	token: { type: 'string' },
	readers: { type: 'string' },
	writers: { type: 'string' },
	seconds: { type: 'string' },
	pause: { type: 'string' },
	yes: { type: 'boolean' },
	help: { type: 'boolean', short: 'h' }
} as const

type Given = {
	rest: string[]
	options: ReturnType<typeof parseArgs<{ options: typeof OPTIONS; allowPositionals: true }>>['values']
}

class Usage extends Error {}

/** Opens what is there. Only a command that is to make an installation makes one: else a folder mistaken leaves an empty one behind. */
async function within<T>(work: (opened: Opened) => Promise<T>, environment = process.env): Promise<T> {
	await refuseWithoutDatabase(readSettings(environment))
	return making(work, environment)
}

async function making<T>(work: (opened: Opened) => Promise<T>, environment = process.env): Promise<T> {
	const opened = await openInstallation(
		readSettings(environment),
		(code, params) => (code === 'migrated' || code === 'backed-up-before' ? say(code, params) : undefined),
		'command'
	)
	try {
		return await work(opened)
	} finally {
		await opened.close()
	}
}

async function workspaceOf(opened: Opened, key: string): Promise<Workspace> {
	const workspace = await findWorkspace(opened.database, key)
	if (!workspace) throw absent('platform.no-such-workspace', { workspace: key })
	return workspace
}

async function openingAs(opened: Opened, workspaceKey: string, seatKey: string | undefined): Promise<Opening> {
	const workspace = await workspaceOf(opened, workspaceKey)
	const now = new Date()
	let seat: Seat = publicSeat
	if (seatKey !== undefined) {
		const found = await findSeat(opened.database, workspace, seatKey, now)
		if (!found) throw absent('platform.no-such-seat', { seat: seatKey })
		seat = found
	}
	return {
		database: opened.database,
		registry,
		workspace,
		seat,
		now,
		via: 'console',
		secret: opened.secret,
		filesFolder: opened.filesFolder,
		address: null
	}
}

function readInput(text: string | undefined): unknown {
	try {
		return JSON.parse(text ?? '{}')
	} catch {
		throw absent('platform.input-not-json')
	}
}

async function runOperation({ rest, options }: Given) {
	const workspace = needed(rest[0], 'WORKSPACE')
	const name = needed(rest[1], 'OPERATION')
	const operation = registry.operation(name)
	if (!operation) throw absent('platform.no-such-operation', { operation: name })
	const given = readInput(rest[2])
	await within(async (opened) => {
		const opening = await openingAs(opened, workspace, options.seat)
		const answer =
			operation.type === 'query'
				? await ask(opening, operation, given)
				: await run(opening, operation, given, options.once === undefined ? undefined : { key: options.once })
		print(JSON.stringify(answer, null, 2))
	})
}

async function createTokenFor({ options }: Given) {
	const operation = registry.operation('token.create')
	if (operation?.type !== 'command') throw new Error('token.create is not registered')
	const workspace = needed(options.workspace, '--workspace KEY')
	const seat = needed(options.seat, '--seat KEY')
	await within(async (opened) => {
		// At the console of the installation an administrator of the workspace acts: whoever has the console has the data.
		const opening = await openingAs(opened, workspace, 'administrator')
		const answer = await run(opening, operation, {
			seat,
			name: options.name ?? words.t('console.token-name'),
			...(options.days === undefined ? {} : { days: Number(options.days) })
		})
		print(JSON.stringify(answer, null, 2))
	})
}

async function verifyAudit({ rest, options }: Given) {
	return within(async (opened) => {
		const key = rest[0] ?? options.workspace
		const workspaces = key === undefined ? await listWorkspaces(opened.database) : [await workspaceOf(opened, key)]
		let isWhole = true
		for (const workspace of workspaces) {
			const found = await verifyHistory(opened.database, workspace, {
				dataFolder: opened.settings.dataFolder,
				secret: opened.secret
			})
			print(
				words.t('console.verified', {
					workspace: workspace.key,
					events: found.events,
					erased: found.erased,
					faults: found.faults.length
				})
			)
			const { first, last } = found.anchors
			if (first && last)
				print(
					words.t('console.anchored', { since: first.at, sequence: first.sequence, last: last.sequence, at: last.at })
				)
			else print(words.t('console.not-anchored'))
			for (const fault of found.faults.slice(0, 50))
				print(`  ${String(fault.sequence)}: ${words.t(`audit.${fault.code}`)}`)
			if (found.faults.length > 0) isWhole = false
		}
		return isWhole ? 0 : 1
	})
}

async function listAll() {
	await within(async (opened) => {
		for (const workspace of await listWorkspaces(opened.database))
			print(`${workspace.key}\t${words.name(workspace.name)}`)
	})
}

const tell = (line: string) => void process.stderr.write(`${line}\n`)
const here = { words, environment: process.env, print, tell }

// Links that are made for people at the console are printed there, to be handed over: it mails none, whatever the service does.
const withoutMail = <T>(work: (opened: Opened) => Promise<T>) => within(work, { ...process.env, SMTP_URL: '' })
const users = { words, print, within: withoutMail, openingAs }

/** Prints an answer; what it finds wrong is told in words too, and is no success. */
function printChecked(answer: object): number {
	print(JSON.stringify(answer, null, 2))
	const lines = faultLines(words, answer)
	for (const line of lines) tell(line)
	return lines.length > 0 ? 1 : 0
}

const fileOfRegister =
	(write: typeof exportRegister) =>
	async ({ rest, options }: Given): Promise<void> => {
		const [workspace, register] = [needed(rest[0], 'WORKSPACE'), needed(rest[1], 'REGISTER')]
		const given = { register, out: needed(options.out, '--out FILE'), format: options.format, language: words.language }
		await within(async (opened) => {
			const opening = await openingAs(opened, workspace, options.seat)
			print(JSON.stringify(await write(opening, given), null, 2))
		})
	}

const COMMANDS: Readonly<Record<string, (given: Given) => Promise<unknown>>> = {
	serve: () => serve(readSettings(process.env), say),
	run: runOperation,
	import: async ({ rest, options }) => {
		const workspace = needed(rest[0], 'WORKSPACE')
		const path = needed(rest[1], 'PATH')
		await within(async (opened) => {
			const opening = await openingAs(opened, workspace, options.seat)
			print(JSON.stringify(await importFile(opening, path, options.check === true), null, 2))
		})
	},
	'token create': createTokenFor,
	'audit verify': verifyAudit,
	'user create': ({ options }) => createUser(options, users),
	'user list': () => listUsers(users),
	'user reset': async ({ rest }) => resetUser(needed(rest[0], 'ADDRESS'), users),
	'workspace list': listAll,
	'workspace create': async ({ rest, options }) => {
		const key = needed(rest[0], 'KEY')
		await making((opened) => createWorkspace(opened, { key, options }, { words, print }))
	},
	export: async ({ rest, options }) => {
		const workspace = needed(rest[0], 'WORKSPACE')
		const out = needed(options.out, '--out FILE')
		await within(async (opened) => {
			const opening = await openingAs(opened, workspace, options.seat)
			const given = { format: options.format ?? 'xlsx', out, language: words.language }
			print(JSON.stringify(await exportTo(opening, given), null, 2))
		})
	},
	'register export': fileOfRegister(exportRegister),
	'register template': fileOfRegister(templateOf),
	'register report': fileOfRegister(reportOn),
	'register declaration': async ({ rest, options }) => {
		const [workspace, register] = [needed(rest[0], 'WORKSPACE'), needed(rest[1], 'REGISTER')]
		await within(async (opened) => {
			const text = await declarationOf(await openingAs(opened, workspace, options.seat), register)
			if (options.out === undefined) print(text.trimEnd())
			else await writeOut(options.out, Buffer.from(text))
		})
	},
	'register import': async ({ rest, options }) => {
		const [workspace, register] = [needed(rest[0], 'WORKSPACE'), needed(rest[1], 'REGISTER')]
		const given = { register, path: needed(rest[2], 'PATH'), isCheck: options.check === true, days: options.days }
		return within(async (opened) => {
			const opening = await openingAs(opened, workspace, options.seat)
			return printChecked(await importInto(opening, given))
		})
	},
	'register declare': async ({ rest, options }) => {
		const workspace = needed(rest[0], 'WORKSPACE')
		const given = { path: needed(rest[1], 'FILE'), isCheck: options.check === true }
		return within(async (opened) => {
			const opening = await openingAs(opened, workspace, options.seat)
			return printChecked(await declareFrom(opening, given))
		})
	},
	'database prepare': ({ options }) => {
		print(rolesSql(options.owner ?? 'pitso_owner'))
		return Promise.resolve()
	},
	'database migrate': () => making(() => Promise.resolve()),
	backup: ({ options }) => backUp(options, here),
	'backup verify': async ({ rest, options }) => verify(needed(rest[0], 'FILE'), options, here),
	restore: async ({ rest, options }) =>
		restoreFrom(needed(rest[0], 'FILE'), needed(options.into, '--into FOLDER'), options, here),
	load: async ({ rest, options }) => load(needed(rest[0], 'ADDRESS'), options, { words, print }),
	move: async ({ options }) => move(needed(options.to, '--to ADDRESS'), here),
	help: () => Promise.resolve(print(words.t('console.usage'))),
	words: async ({ rest, options }) => (await translate(rest, options, { words, print })) ?? Promise.reject(new Usage())
}

function parse(argv: string[]): { command: string; given: Given } {
	let parsed
	try {
		parsed = parseArgs({ args: argv, options: OPTIONS, allowPositionals: true, strict: true })
	} catch {
		throw new Usage()
	}
	const { positionals, values } = parsed
	const two = positionals.slice(0, 2).join(' ')
	const asked = Object.hasOwn(COMMANDS, two) ? two : (positionals[0] ?? '')
	const command = values.help ? 'help' : asked
	if (!Object.hasOwn(COMMANDS, command)) throw new Usage()
	return { command, given: { rest: positionals.slice(command.split(' ').length), options: values } }
}

async function main(argv: string[]): Promise<number> {
	try {
		const { command, given } = parse(argv)
		const code = await COMMANDS[command]?.(given)
		return typeof code === 'number' ? code : 0
	} catch (error) {
		if (error instanceof Usage) {
			process.stderr.write(`${words.t('console.usage')}\n`)
			return 2
		}
		const lines = stopLines(words, error)
		if (!lines) throw error
		process.stderr.write(`${lines.join('\n')}\n`)
		return 1
	}
}

process.exitCode = await main(process.argv.slice(2))
