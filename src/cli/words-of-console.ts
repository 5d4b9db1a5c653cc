import { z } from 'zod'
import { catalogue } from '../words.ts'
import { DatabaseStartError } from '#platform/database/embedded-error.ts'
import { whyUnavailable } from '#platform/database/unavailable.ts'
import { StartError } from '#platform/database/migrate.server.ts'
import { withDays } from '#platform/languages/said-days.ts'
import { speak } from '#platform/languages/words.ts'
import { isRefusal, type Refusal } from '#platform/operation/refusal.ts'

/** The console speaks the language of its environment where there is a catalogue for it, else English. */
export function consoleWords(environment: Readonly<Record<string, string | undefined>>) {
	const wished = (environment['LC_ALL'] ?? environment['LC_MESSAGES'] ?? environment['LANG'] ?? 'en').slice(0, 2)
	return speak(catalogue, Object.hasOwn(catalogue, wished) ? wished : 'en')
}

type ConsoleWords = ReturnType<typeof consoleWords>

/** A refusal as lines for the console: its sentence, the rule, and each fault with its place. */
export function refusalLines(words: ConsoleWords, refusal: Refusal): string[] {
	const operation = refusal.kind === 'forbidden' ? refusal.params['operation'] : undefined
	return [
		words.t(`refusal.${refusal.code}`, withDays(words, refusal.params)),
		...(typeof operation === 'string' ? [words.t(`allow.${operation}`)] : []),
		...refusal.issues.map(
			(issue) => `  ${issue.path.join(' ')}: ${words.t(`refusal.${issue.code}`, withDays(words, issue.params ?? {}))}`
		)
	]
}

const Faults = z.looseObject({
	faults: z.array(
		z.looseObject({
			code: z.string(),
			params: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
			line: z.int().nullish(),
			place: z.string().optional(),
			sheet: z.string().optional(),
			row: z.int().optional(),
			column: z.string().optional()
		})
	)
})

/** The faults that the answer of a check names, one a line: where each stands and why it is refused; none where it names none. */
export function faultLines(words: ConsoleWords, answer: unknown): string[] {
	const read = Faults.safeParse(answer)
	if (!read.success) return []
	return read.data.faults.map(({ code, params, line, place, sheet, row, column }) => {
		const where = [
			line ? words.t('console.line', { line }) : '',
			place ?? '',
			sheet ?? '',
			row ? words.t('console.row', { row }) : '',
			column ?? ''
		]
		const cell = { ...params, sheet: sheet ?? '', row: row ?? 0, column: column ?? '' }
		return `  ${where.filter((part) => part !== '').join(', ')}: ${words.t(`refusal.${code}`, withDays(words, cell))}`
	})
}

/** What stopped a command, in words; undefined for a defect, which is shown whole. */
export function stopLines(words: ConsoleWords, error: unknown): string[] | undefined {
	if (isRefusal(error)) return refusalLines(words, error)
	if (error instanceof StartError || error instanceof DatabaseStartError)
		return [words.t(`start.${error.code}`, { ...error.params })]
	const unavailable = whyUnavailable(error)
	return unavailable && [words.t(`refusal.platform.${unavailable}`)]
}
