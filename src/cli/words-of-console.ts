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

/** What stopped a command, in words; undefined for a defect, which is shown whole. */
export function stopLines(words: ConsoleWords, error: unknown): string[] | undefined {
	if (isRefusal(error)) return refusalLines(words, error)
	if (error instanceof StartError || error instanceof DatabaseStartError)
		return [words.t(`start.${error.code}`, { ...error.params })]
	const unavailable = whyUnavailable(error)
	return unavailable && [words.t(`refusal.platform.${unavailable}`)]
}
