import type { Question } from './gather-questions.ts'

/** Questions that ask for one value together, part by part, as forms of registers do. */
export type JoinedValue = {
	type: 'period' | 'place' | 'money'
	key: string
	/** The one that stands for it. */
	first: Question
	parts: ReadonlySet<Question>
}

const partOf = (question: Question, part: string) =>
	question.name.endsWith(`__${part}`) ? question.name.slice(0, -part.length - 2) : null
const isText = ({ asked }: Question) => asked.is === 'field' && asked.type === 'text'
const isDay = ({ asked }: Question) => asked.is === 'field' && asked.type === 'date'

/** Finds periods by their two days, places by country and point, and amounts by the currency beside them. */
export function joinParts(questions: readonly Question[]): JoinedValue[] {
	const at = (name: string, like: Question) => questions.find((one) => one.name === name && one.table === like.table)
	return questions.flatMap((question): JoinedValue[] => {
		const from = isDay(question) ? partOf(question, 'from') : null
		const until = from === null ? undefined : at(`${from}__to`, question)
		if (from !== null && until && isDay(until))
			return [{ type: 'period', key: from, first: question, parts: new Set([question, until]) }]
		const country = question.asked.is === 'select' ? partOf(question, 'country') : null
		if (country !== null) {
			const others = ['area', 'locality', 'point'].flatMap((part) => at(`${country}__${part}`, question) ?? [])
			if (others.length === 3)
				return [{ type: 'place', key: country, first: question, parts: new Set([question, ...others]) }]
		}
		const currency = at(`${question.name}__currency`, question)
		return question.asked.is === 'field' && question.asked.type === 'decimal' && currency && isText(currency)
			? [{ type: 'money', key: question.name, first: question, parts: new Set([question, currency]) }]
			: []
	})
}

/** The names of a value without what its first part is called in brackets. */
export const wholeNames = (names: Readonly<Record<string, string>>): Record<string, string> =>
	Object.fromEntries(Object.entries(names).map(([language, name]) => [language, name.replace(/\s*\([^()]*\)$/, '')]))
