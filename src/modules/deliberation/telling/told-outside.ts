type Named = { reference: string; title: Record<string, string>; audience: readonly string[] }

/**
 * What a letter to an address may name of a record, since it is kept and forwarded as it is written: all of it where everybody may
 * see it, and else its number alone, with the day, the time and the link. The number stands where the title would.
 */
export const toldOutside = ({ reference, title, audience }: Named, language: string) => {
	const isPublic = audience.includes('public')
	return { isPublic, title: isPublic ? title : { [language]: reference } }
}
