import { buildIndex, prepare, suggestOverlaps } from '#modules/instruments/overlap/retrieval/overlap-index.ts'
import { shippedLanguage } from '#modules/instruments/overlap/retrieval/shipped-language.server.ts'
import { legalTexts } from './legal-texts.ts'

/** How long something took, by the clock and in time of the processor, in milliseconds. */
export type Took = { took: number; processor: number }
/** How long it takes to index texts and to compare a draft with all of them; each comparison by itself, the quickest first. */
export type OverlapFigures = {
	texts: number
	provisions: number
	draft: number
	built: Took
	prepared: Took
	compared: Took[]
	pairs: number
}

/** A new draft is compared with all texts in less than this, in milliseconds. */
export const COMPARED_MOST = 3_000

function timed<T>(work: () => T): Took & { result: T } {
	const [started, used] = [performance.now(), process.cpuUsage()]
	const result = work()
	const { user, system } = process.cpuUsage(used)
	return { result, took: performance.now() - started, processor: (user + system) / 1_000 }
}

const took = ({ took: by, processor }: Took): Took => ({ took: by, processor })

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
		texts,
		provisions,
		draft,
		built: took(built),
		prepared: took(prepared),
		compared: compared.map(took).toSorted((one, other) => one.took - other.took),
		pairs: compared[0]?.result.length ?? 0
	}
}
