/** What the months are called in a language, each in whole and shortened, from January on. */
export function monthNamesIn(language: string): string[][] {
	const formats = (['long', 'short'] as const).map(
		(month) => new Intl.DateTimeFormat(language, { month, timeZone: 'UTC' })
	)
	return Array.from({ length: 12 }, (_, index) => formats.map((one) => one.format(new Date(Date.UTC(2000, index, 1)))))
}
