import { listSeatsOfPerson } from '#platform/access/person-seats.server.ts'
import { openEntrances, type Entrance } from '#platform/access/sign-in/entrance.server.ts'
import { consoleSeat, inviteFromConsole } from '#platform/access/sign-in/invite-from-console.server.ts'
import { findPersonByEmail, listPeople, makeReset } from '#platform/access/sign-in/people.server.ts'
import { addressOfHolder } from '#platform/files/folder-lock.ts'
import { run, type Opening } from '#platform/operation/perform.server.ts'
import { absent, invalid } from '#platform/operation/refusal.ts'
import type { Opened } from '#platform/settings/open.server.ts'
import type { consoleWords } from './words-of-console.ts'

/** What a command about people has at hand. */
export type Console = {
	words: ReturnType<typeof consoleWords>
	print: (line: string) => void
	/** Opens the installation, joined to a running one or by itself. */
	within: <T>(work: (opened: Opened) => Promise<T>) => Promise<T>
	openingAs: (opened: Opened, workspace: string, seat: undefined) => Promise<Opening>
}

type Options = Partial<Record<'workspace' | 'role' | 'actor' | 'office' | 'name' | 'email' | 'language', string>>

/**
 * Where people open a link: at the address that was said, else where the Pitso that runs answers, else where it would answer with
 * the settings of this command.
 */
function reachedAt({ settings }: Opened) {
	const known = settings.url ?? addressOfHolder(settings.dataFolder)
	return { address: known ?? `http://${settings.host}:${String(settings.port)}`, isAssumed: known === undefined }
}

const addressOf = (opened: Opened) => reachedAt(opened).address

// A link to a port that nothing answers at helps nobody: whoever hands it over is told what was taken for granted.
function printLink({ words, print }: Pick<Console, 'words' | 'print'>, opened: Opened, path: string) {
	const { address, isAssumed } = reachedAt(opened)
	print(address + path)
	if (isAssumed) print(words.t('console.user.assumed', { address }))
}

async function atTheDoor<T>(opened: Opened, work: (entrance: Entrance) => Promise<T>): Promise<T> {
	const { connection, database, secret } = opened
	const entrances = openEntrances({ connection, database, secret })
	try {
		return await work(entrances.at(new URL(addressOf(opened)).origin))
	} finally {
		await entrances.close()
	}
}

const needed = (options: Options, name: keyof Options) => {
	const value = options[name]
	if (!value) throw invalid([{ path: [`--${name}`], code: 'platform.field.missing' }])
	return value
}

/** Makes a seat in a workspace and prints the link by which somebody takes it. */
export function createUser(options: Options, { words, print, within, openingAs }: Console): Promise<void> {
	const role = needed(options, 'role')
	const given = {
		role,
		office: options.office ?? (words.has(`role.${role}`) ? words.t(`role.${role}`) : role),
		name: needed(options, 'name'),
		email: needed(options, 'email'),
		...(options.actor ? { actor: options.actor } : {}),
		...(options.language ? { language: options.language } : {})
	}
	const workspace = needed(options, 'workspace')
	return within(async (opened) => {
		const opening = { ...(await openingAs(opened, workspace, undefined)), seat: consoleSeat }
		// The command parses what was typed, as it parses what comes by any other way.
		const { link, seat, expiresAt } = await run(opening, inviteFromConsole, given)
		print(words.t('console.user.invited', { name: given.name, seat, until: words.instant(expiresAt) }))
		printLink({ words, print }, opened, link)
	})
}

/** Prints everybody who can sign in, with what guards their account and the seats they hold. */
export function listUsers({ words, print, within }: Console): Promise<void> {
	return within((opened) =>
		atTheDoor(opened, async (entrance) => {
			const now = new Date()
			for (const person of await listPeople(entrance)) {
				const seats = await listSeatsOfPerson(opened.database, person.id, now)
				const held = seats.flatMap(({ workspace, held: all }) => all.map(({ key }) => `${workspace.key}/${key}`))
				const guard = person.second_factor_enabled
					? 'second-factor'
					: (person.passkeys ?? 0) > 0
						? 'passkey'
						: 'password'
				const state = person.closed_at === null ? guard : 'closed'
				print([person.email, person.name, words.t(`console.user.${state}`), held.join(' ')].join('\t'))
			}
		})
	)
}

const RESET_HOURS = 24

/** Prints a link that sets a new password once, and then takes second factors and passkeys from the account. */
export function resetUser(email: string, { words, print, within }: Console): Promise<void> {
	return within((opened) =>
		atTheDoor(opened, async (entrance) => {
			const person = await findPersonByEmail(entrance, email.trim().toLowerCase())
			if (!person) throw absent('sign-in.no-such-person', { email })
			const secret = await makeReset(entrance, {
				person: person.id,
				removesSecondFactors: true,
				hours: RESET_HOURS,
				now: new Date()
			})
			print(words.t('console.user.reset', { name: person.name, hours: RESET_HOURS }))
			printLink({ words, print }, opened, `/sign-in/reset/${secret}`)
		})
	)
}
