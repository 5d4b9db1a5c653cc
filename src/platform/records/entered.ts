/** Where a row comes from that somebody entered: the person who did stands in the history, and no source behind them. */
export const ENTERED = { origin: 'entered', origin_source: null, origin_year: null, origin_note: null } as const
