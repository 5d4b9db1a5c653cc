const DAY = 86_400_000

/**
 * What a workbook's serial number says as a date: `YYYY-MM-DD`, with `Thh:mm:ss` when it has a time of day; undefined
 * when it is no date (a mere time, negative, past the year 9999). Serials count days from the end of 1899, or from
 * 1904-01-01 in workbooks that say so (ECMA-376 part 1, 18.17.4.1).
 */
export function dateOfSerial(serial: number, is1904: boolean): string | undefined {
	const seconds = Math.round(serial * 86_400)
	const day = Math.floor(seconds / 86_400)
	const start = firstDay(day, is1904)
	if (start === undefined) return undefined
	const time = start + day * DAY + (seconds - day * 86_400) * 1_000
	// 10000-01-01, where four digits end.
	if (!(time < 253_402_300_800_000)) return undefined
	const text = new Date(time).toISOString()
	return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text.slice(0, 19)
}

function firstDay(day: number, is1904: boolean): number | undefined {
	if (is1904) return day >= 0 ? Date.UTC(1904, 0, 1) : undefined
	// Serial 60 is 29 February 1900, a day that never was, kept for the sake of a program of 1983.
	if (day < 1 || day === 60) return undefined
	return day < 60 ? Date.UTC(1899, 11, 31) : Date.UTC(1899, 11, 30)
}

/** Whether a number format shows a date or a time: by its number when built in, else by its pattern. */
export function isDateFormat(id: number, pattern: string | undefined): boolean {
	if (pattern === undefined) {
		// The built-in formats, among them those that differ by country (ECMA-376 part 1, 18.8.30).
		return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58)
	}
	const bare = pattern
		.slice(0, 1_000)
		.replace(/"[^"]*"|\\.|_.|\*./g, '')
		.replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '')
	return !/general/i.test(bare) && /[dmyhs]/i.test(bare)
}
