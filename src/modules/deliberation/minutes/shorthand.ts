import { isCalendarDay } from '#platform/operation/fields.ts'
import { dayAtEnd } from './said-day.ts'

/**
 * A line of minutes that gives somebody something to do: `@action labour: send the figures by 30 April 2026`. Before the colon stands
 * an actor, one of its seats after a slash (`labour/analyst`), or a seat alone, by its key or office.
 */
export type ActionLine = {
	/** The line as it was typed, without the space around it. */
	line: string
	/** What stands for who is to do it: the key, acronym or name of an actor, or a seat. */
	actor: string
	text: string
	/** `YYYY-MM-DD`, or null where the line names none. */
	day: string | null
	/** What is missing before it can become an action, all of it. */
	problems: readonly ('no-actor' | 'no-text' | 'no-day' | 'no-such-day')[]
}

// As people write it in the three languages of the screen, with and without its accents.
const BEGINS = /^\s*(?:[-*•]\s*)?@(?:action|acção|acçao|ação|acao|tâche|tache)(?![\p{L}\p{N}])\s*/iu
const ANY_COLON = /[:：]/u

/** True for a line that gives somebody something to do. */
export const beginsAction = (line: string): boolean => BEGINS.test(line)

/** The lines of a text that give somebody something to do, in their order; days without a year are the next after `since`. */
export const actionLines = (text: string, since?: string): ActionLine[] =>
	text.split('\n').flatMap((line) => {
		const begun = BEGINS.exec(line)
		return begun ? [readLine(line.trim(), line.slice(begun[0].length), since)] : []
	})

function readLine(line: string, rest: string, since: string | undefined): ActionLine {
	const colon = rest.search(ANY_COLON)
	const actor = (colon === -1 ? '' : rest.slice(0, colon)).trim()
	const said = (colon === -1 ? rest : rest.slice(colon + 1)).trim()
	const dated = dayAtEnd(said, since)
	const day = dated?.day ?? null
	const text = (dated ? said.slice(0, dated.at) : said).replace(/[\s,;(]+$/u, '').trim()
	return { line, actor, text, day, problems: problemsOf(actor, text, day) }
}

const problemsOf = (actor: string, text: string, day: string | null): ActionLine['problems'] => [
	...(actor === '' ? (['no-actor'] as const) : []),
	...(text === '' ? (['no-text'] as const) : []),
	...(day === null ? (['no-day'] as const) : isCalendarDay(day) ? [] : (['no-such-day'] as const))
]

type Named = { reference: string; title: Readonly<Record<string, string>>; acronym: string | null }

const plain = (text: string) =>
	text
		.normalize('NFD')
		.replaceAll(/\p{M}/gu, '')
		.toLowerCase()
		.replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
		.trim()

/** The actor that is meant: by key, acronym or name in any language, and only where no other could be. */
export function actorMeant<T extends Named>(actors: readonly T[], said: string): T | null {
	const wanted = plain(said)
	if (wanted === '') return null
	const exact = actors.filter((actor) => isCalled(actor, said))
	const found =
		exact.length > 0
			? exact
			: actors.filter(({ title }) => Object.values(title).some((name) => plain(name).includes(wanted)))
	const [first] = found
	return first && found.length === 1 ? first : null
}

/** A seat that acts for an actor, by the actor's key. */
export type SeatNamed = { key: string; office: string; actor: string }

/**
 * Who is meant: an actor, and the seat of it that is to see to it where one is named. A seat alone is meant by its key or the whole name
 * of its office, and only where no other could be.
 */
export function whoMeant<T extends Named>(
	actors: readonly T[],
	seats: readonly SeatNamed[],
	said: string
): { actor: T; seat: string | null } | null {
	const [whole, named] = [actorMeant(actors, said), seatMeant(seats, said)]
	// The name of an office may hold that of an actor; only a seat is then called so as a whole.
	if (named) {
		const actor = actors.find(({ reference }) => reference === named.actor)
		if (actor && !(whole && isCalled(whole, said))) return { actor, seat: named.key }
	}
	if (whole) return { actor: whole, seat: null }
	const slash = said.lastIndexOf('/')
	const actor = slash === -1 ? null : actorMeant(actors, said.slice(0, slash))
	if (!actor) return null
	const own = seats.filter((seat) => seat.actor === actor.reference)
	return { actor, seat: seatMeant(own, said.slice(slash + 1))?.key ?? null }
}

function seatMeant(seats: readonly SeatNamed[], said: string): SeatNamed | null {
	const wanted = plain(said)
	if (wanted === '') return null
	const found = seats.filter(({ key, office }) => plain(key) === wanted || plain(office) === wanted)
	const [first] = found
	return first && found.length === 1 ? first : null
}

const isCalled = ({ reference, acronym, title }: Named, said: string) =>
	[reference, acronym ?? '', ...Object.values(title)].some((name) => plain(name) === plain(said))

/** True where an action says what a line says: then the line has become one. */
export const isMadeOf = (line: Pick<ActionLine, 'text'>, action: string): boolean => plain(line.text) === plain(action)
