/** One request that was answered, or was not: of which kind, where, how long it took in milliseconds. */
export type Asked = {
	kind: string
	path: string
	milliseconds: number
	outcome: 'done' | 'held-back' | 'failed'
	said?: string
}

/** What many requests of one kind took, in milliseconds. */
export type Figures = {
	kind: string
	requests: number
	perSecond: number
	p50: number
	p95: number
	p99: number
	slowest: number
	heldBack: number
	failed: number
}

/** The value below which a part of all values lies; NaN of none. */
export function quantile(sorted: readonly number[], part: number): number {
	return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN
}

function figuresOf(kind: string, asked: readonly Asked[], seconds: number): Figures {
	// What was not done well says nothing about how long work takes.
	const taken = asked
		.filter(({ outcome }) => outcome === 'done')
		.map(({ milliseconds }) => milliseconds)
		.sort((one, other) => one - other)
	return {
		kind,
		requests: asked.length,
		perSecond: taken.length / seconds,
		p50: quantile(taken, 0.5),
		p95: quantile(taken, 0.95),
		p99: quantile(taken, 0.99),
		slowest: taken.at(-1) ?? NaN,
		heldBack: asked.filter(({ outcome }) => outcome === 'held-back').length,
		failed: asked.filter(({ outcome }) => outcome === 'failed').length
	}
}

/** The figures of each kind of request, in the order the kinds were first asked for, and of all together last. */
export function figuresByKind(asked: readonly Asked[], seconds: number): { kinds: Figures[]; all: Figures } {
	const kinds = [...Map.groupBy(asked, ({ kind }) => kind)].map(([kind, some]) => figuresOf(kind, some, seconds))
	return { kinds, all: figuresOf('all', asked, seconds) }
}

/** The slowest answers, the slowest first. */
export const slowestOf = (asked: readonly Asked[], most: number): Asked[] =>
	asked
		.filter(({ outcome }) => outcome === 'done')
		.toSorted((one, other) => other.milliseconds - one.milliseconds)
		.slice(0, most)
