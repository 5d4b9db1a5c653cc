import { buildIndex, prepare, suggestOverlaps } from '#modules/instruments/overlap/retrieval/overlap-index.ts'
import { shippedLanguage } from '#modules/instruments/overlap/retrieval/shipped-language.server.ts'
import { legalTexts } from './legal-texts.ts'

/** How long it takes to index texts and to compare a draft with all of them, in milliseconds; each comparison by itself. */
export type OverlapFigures = { built: number; prepared: number; compared: number[]; pairs: number }

function timed<T>(work: () => T): { result: T; took: number } {
	const started = performance.now()
	const result = work()
	return { result, took: performance.now() - started }
}

/** Measures the engine alone, without database and pages: drawn texts, and a drawn draft of about 30 pages that none of them is. */
export function measureOverlaps({ texts = 500, provisions = 50_000, draft = 300, times = 5 } = {}): OverlapFigures {
	const read = (from: ReturnType<typeof legalTexts>) =>
		from.map(({ key, language, provisions: own }) => ({
			textId: key,
			language,
			provisions: own.map(({ number, heading, text }) => ({ id: `${key} ${number}`, heading, text }))
		}))
	const all = read(legalTexts({ texts, provisions, seed: 1 }))
	const [asked] = read(legalTexts({ texts: 1, provisions: draft, seed: 77 }))
	const shipped = shippedLanguage()
	const built = timed(() => buildIndex(all, shipped))
	const prepared = timed(() => prepare(built.result))
	const compared = Array.from({ length: times }, () =>
		timed(() => suggestOverlaps(built.result, asked?.provisions ?? [], { language: 'en', limit: 200 }))
	)
	return {
		built: built.took,
		prepared: prepared.took,
		compared: compared.map(({ took }) => took),
		pairs: compared[0]?.result.length ?? 0
	}
}
