/** What the same machine measured at commit 2fb7d72, before the work on speed, over the wide workspace on the embedded database. */
export const BEFORE: Readonly<
	Record<string, { p50: number; p99: number; perSecond: number; queries: number; transactions: number }>
> = {
	home: { p50: 3120.6, p99: 5975.9, perSecond: 20, queries: 56, transactions: 11 },
	'actors, 80,112': { p50: 17.8, p99: 30.6, perSecond: 106, queries: 7, transactions: 3 },
	'actors, last changed first': { p50: 19.8, p99: 40.3, perSecond: 105, queries: 7, transactions: 3 },
	'actors of one kind': { p50: 3385.7, p99: 6061.5, perSecond: 20, queries: 7, transactions: 3 },
	'one actor': { p50: 23.3, p99: 64.5, perSecond: 72, queries: 27, transactions: 7 },
	structures: { p50: 10, p99: 15.8, perSecond: 191, queries: 7, transactions: 3 },
	'structures, by status, one level': { p50: 9.6, p99: 16.1, perSecond: 185, queries: 7, transactions: 3 },
	'one structure': { p50: 21.2, p99: 93.9, perSecond: 76, queries: 31, transactions: 7 },
	'areas, 19,626': { p50: 35.3, p99: 84.1, perSecond: 71, queries: 11, transactions: 4 },
	'search, common word': { p50: 1344, p99: 2397.6, perSecond: 35, queries: 6, transactions: 3 },
	'search, rare word': { p50: 10, p99: 18.5, perSecond: 189, queries: 6, transactions: 3 },
	'theme matrix': { p50: 1914.5, p99: 3373.8, perSecond: 27, queries: 19, transactions: 3 },
	map: { p50: 24.3, p99: 88.4, perSecond: 76, queries: 7, transactions: 3 },
	'status board': { p50: 30.4, p99: 60.6, perSecond: 72, queries: 8, transactions: 3 },
	'membership.add by the API': { p50: 15.2, p99: 26.9, perSecond: 130, queries: 25, transactions: 2 }
}
