import { actionLines, beginsAction, isMadeOf, whoMeant, type ActionLine } from './shorthand.ts'

type Named = { reference: string; title: Readonly<Record<string, string>>; acronym: string | null }
export type Assigned = {
	id: string
	title: Readonly<Record<string, string>>
	text: string | null
	responsible: Named | null
	due: string | null
}

/** A stretch of the minutes of an item: text as it was typed, or the action that one of its lines has become. */
export type MinutePart = { text: string } | { action: string }

const says = (line: ActionLine, { title, text }: Assigned) =>
	[text ?? '', ...Object.values(title)].some((one) => isMadeOf(line, one))

// An action may be worded anew after it was handed out: then it is known by who has to do it, and by when.
const isFor = (line: ActionLine, { responsible, due }: Assigned) =>
	line.day !== null && line.day === due && responsible !== null && whoMeant([responsible], [], line.actor) !== null

/**
 * Which action each line that gives somebody something to do has become, in the order of the lines; null where it is none yet.
 * By its words first; by who and when only where neither a second line nor a second action could be meant.
 */
export function becameOf<T extends Assigned>(lines: readonly ActionLine[], actions: readonly T[]): (T | null)[] {
	const by = lines.map((line) => actions.find((action) => says(line, action)) ?? null)
	const free = actions.filter((action) => !by.includes(action))
	return by.map((found, at) => {
		const line = lines[at]
		if (found || !line) return found
		const meant = free.filter((action) => isFor(line, action))
		const [one] = meant
		const rivals = lines.filter((other, place) => by[place] === null && one !== undefined && isFor(other, one))
		return one && meant.length === 1 && rivals.length === 1 ? one : null
	})
}

/**
 * The saved text of an item as it is read: each line that has become an action gives way to that action. A line whose action
 * this reader may not see is left out with it; which of the lines that is cannot be told where some of an item's actions are
 * hidden, and so all that match none the reader sees are. `since` is the day of the meeting, after which days without a year come.
 */
export function partsOf(
	text: string,
	actions: readonly Assigned[],
	{ hidesActions, since }: { hidesActions: boolean; since?: string }
): MinutePart[] {
	const became = becameOf(actionLines(text, since), actions)
	const parts: MinutePart[] = []
	const told = new Set<string>()
	let typed: string[] = []
	let at = 0
	const close = () => {
		const stretch = typed.join('\n').replace(/^\n+|\s+$/gu, '')
		if (stretch !== '') parts.push({ text: stretch })
		typed = []
	}
	for (const line of text.split('\n')) {
		if (!beginsAction(line)) {
			typed.push(line)
			continue
		}
		const action = became[at++]
		if (!action) {
			if (!hidesActions) typed.push(line)
			continue
		}
		if (told.has(action.id)) continue
		told.add(action.id)
		close()
		parts.push({ action: action.id })
	}
	close()
	return parts
}

/** The actions of an item that stand in none of its lines. */
export const besideText = <T extends { id: string }>(actions: readonly T[], parts: readonly MinutePart[]): T[] =>
	actions.filter(({ id }) => !parts.some((part) => 'action' in part && part.action === id))
