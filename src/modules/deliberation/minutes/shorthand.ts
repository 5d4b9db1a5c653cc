import { isCalendarDay } from '#platform/operation/fields.ts'
import { dayAtEnd } from './said-day.ts'

/** A line of minutes that gives somebody something to do: `@action labour: send the figures by 30 April 2026`. */
export type ActionLine = {
	/** The line as it was typed, without the space around it. */
	line: string
	/** What stands for the actor: its key, acronym or name. */
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

/** The lines of a text that give somebody something to do, in their order. */
export const actionLines = (text: string): ActionLine[] =>
	text.split('\n').flatMap((line) => {
		const begun = BEGINS.exec(line)
		return begun ? [readLine(line.trim(), line.slice(begun[0].length))] : []
	})

function readLine(line: string, rest: string): ActionLine {
	const colon = rest.search(ANY_COLON)
	const actor = (colon === -1 ? '' : rest.slice(0, colon)).trim()
	const said = (colon === -1 ? rest : rest.slice(colon + 1)).trim()
	const dated = dayAtEnd(said)
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
	const exact = actors.filter(({ reference, acronym, title }) =>
		[reference, acronym ?? '', ...Object.values(title)].some((name) => plain(name) === wanted)
	)
	const found =
		exact.length > 0
			? exact
			: actors.filter(({ title }) => Object.values(title).some((name) => plain(name).includes(wanted)))
	const [first] = found
	return first && found.length === 1 ? first : null
}

/** True where an action says what a line says: then the line has become one. */
export const isMadeOf = (line: Pick<ActionLine, 'text'>, action: string): boolean => plain(line.text) === plain(action)
