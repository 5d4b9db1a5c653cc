/** Languages as people write them in the heads of columns: in English, and in the language itself. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
	en: ['English'],
	fr: ['French', 'Français'],
	pt: ['Portuguese', 'Português'],
	st: ['Sesotho', 'Southern Sotho'],
	sn: ['Shona', 'chiShona'],
	nd: ['Ndebele', 'North Ndebele', 'isiNdebele'],
	nr: ['South Ndebele'],
	zu: ['Zulu', 'isiZulu'],
	xh: ['Xhosa', 'isiXhosa'],
	tn: ['Tswana', 'Setswana'],
	ss: ['Swati', 'siSwati'],
	ts: ['Tsonga', 'Xitsonga'],
	ve: ['Venda', 'Tshivenda'],
	nso: ['Northern Sotho', 'Sepedi'],
	af: ['Afrikaans'],
	sw: ['Swahili', 'Kiswahili'],
	ny: ['Chichewa', 'Nyanja', 'Chewa'],
	bem: ['Bemba', 'Ichibemba'],
	loz: ['Lozi', 'Silozi'],
	ln: ['Lingala'],
	rw: ['Kinyarwanda'],
	rn: ['Kirundi', 'Rundi'],
	lg: ['Luganda', 'Ganda'],
	mg: ['Malagasy'],
	am: ['Amharic'],
	so: ['Somali'],
	ar: ['Arabic'],
	es: ['Spanish', 'Español'],
	de: ['German', 'Deutsch'],
	it: ['Italian', 'Italiano'],
	nl: ['Dutch', 'Nederlands']
}

const plainOf = (text: string) =>
	text
		.trim()
		.toLowerCase()
		.normalize('NFD')
		.replaceAll(/\p{Mn}/gu, '')

const byName = new Map(
	Object.entries(NAMES).flatMap(([code, names]) => names.map((name) => [plainOf(name), code] as const))
)

/** The code of a language as heads of columns write it, `French (fr)`, `fr` or `French`; null where none is known by that. */
export function codeOfLanguage(written: string): string | null {
	const bracketed = /\(([a-z]{2,3})(?:[-_][A-Za-z]+)?\)$/.exec(written.trim())?.[1]
	if (bracketed !== undefined) return bracketed
	const plain = plainOf(written)
	return Object.hasOwn(NAMES, plain) ? plain : (byName.get(plain) ?? null)
}

/** How a language is written in the heads of columns, alike on all sheets: `French (fr)`. */
export const languageName = (code: string): string => `${NAMES[code]?.[0] ?? code} (${code})`
