import { COUNTRIES, countryNameIn } from '#platform/languages/countries.ts'

// As depositaries list States, where that is neither the name of the Unicode Consortium in English, French or Portuguese nor its
// official form with "Republic of" and the like in front.
const LISTED: Readonly<Record<string, readonly string[]>> = {
	BOL: ['Bolivia (Plurinational State of)', 'Bolivie (État plurinational de)'],
	BHS: ['Bahamas'],
	BRN: ['Brunei Darussalam', 'Brunéi Darussalam'],
	CAF: ['Central African Rep.', 'Centrafrique'],
	CIV: ["Côte d'Ivoire", 'Ivory Coast'],
	COD: [
		'Democratic Republic of the Congo',
		'DR Congo',
		'République démocratique du Congo',
		'República Democrática do Congo'
	],
	COG: ['Congo', 'Congo (Republic of the)', 'Republic of the Congo', 'République du Congo', 'República do Congo'],
	CPV: ['Cabo Verde', 'Cape Verde', 'Cap-Vert'],
	CZE: ['Czech Republic', 'Czechia', 'République tchèque'],
	FSM: ['Micronesia (Federated States of)', 'Micronésie (États fédérés de)'],
	GBR: ['United Kingdom of Great Britain and Northern Ireland', 'Royaume-Uni de Grande-Bretagne et d’Irlande du Nord'],
	GMB: ['Gambia', 'The Gambia'],
	GNB: ['Guinea Bissau', 'Guinée-Bissau'],
	IRN: ['Iran (Islamic Republic of)', "Iran (République islamique d')"],
	KOR: ['Republic of Korea', 'Korea (Republic of)', 'République de Corée', 'República da Coreia'],
	LAO: ["Lao People's Democratic Republic", 'République démocratique populaire lao'],
	LBY: ['Libya', 'Libyan Arab Jamahiriya', 'Jamahiriya arabe libyenne'],
	MDA: ['Republic of Moldova', 'République de Moldova'],
	MKD: ['North Macedonia', 'The former Yugoslav Republic of Macedonia'],
	NLD: ['Netherlands (Kingdom of the)', 'Pays-Bas (Royaume des)'],
	PRK: ["Democratic People's Republic of Korea", 'République populaire démocratique de Corée'],
	PSE: ['State of Palestine', 'État de Palestine'],
	RUS: ['Russian Federation', 'Fédération de Russie', 'Federação da Rússia'],
	ESH: ['Sahrawi Arab Democratic Republic', 'Sahrawi Republic', 'République arabe sahraouie démocratique'],
	STP: ['Sao Tome and Principe', 'São Tomé & Príncipe', 'Sao Tomé-et-Principe'],
	SWZ: ['Swaziland', 'Eswatini', 'Kingdom of Eswatini', 'Souaziland', 'Suazilândia'],
	SYR: ['Syrian Arab Republic', 'République arabe syrienne'],
	TLS: ['Timor-Leste'],
	TUR: ['Turkey', 'Türkiye', 'Turquie'],
	TZA: [
		'United Republic of Tanzania',
		'Tanzania (United Republic of)',
		'République-Unie de Tanzanie',
		'República Unida da Tanzânia'
	],
	USA: ['United States of America', "États-Unis d'Amérique", 'Estados Unidos da América'],
	VAT: ['Holy See', 'Saint-Siège', 'Santa Sé'],
	VEN: ['Venezuela (Bolivarian Republic of)', 'Venezuela (République bolivarienne du)'],
	VNM: ['Viet Nam', 'Vietnam']
}

// "Republic of Zambia", "République du Mali", "República de Moçambique": how a State calls itself in full.
const STYLES =
	/^(?:the )?(?:federal )?(?:democratic |islamic |arab )?(?:republic|kingdom|state|union|republique|royaume|republica|reino)(?: islamique| federale)? (?:of|du|de la|des|de|da|do|d) (?:the )?/

const LANGUAGES = ['en', 'fr', 'pt']

/** A name without accents, capitals, points and brackets. */
const plain = (name: string) =>
	name
		.normalize('NFKD')
		.replaceAll(/\p{Mark}/gu, '')
		.toLowerCase()
		.replaceAll('&', ' and ')
		.replaceAll(/[^\p{Letter}]+/gu, ' ')
		.trim()

let known: ReadonlyMap<string, string> | undefined

function names(): ReadonlyMap<string, string> {
	const found = new Map<string, string>()
	for (const code of COUNTRIES) {
		for (const language of LANGUAGES) {
			const name = countryNameIn(language, code)
			if (name !== undefined) found.set(plain(name), code)
		}
	}
	for (const [code, listed] of Object.entries(LISTED)) for (const name of listed) found.set(plain(name), code)
	// Both Congos are called so by the Unicode Consortium with the capital behind; alone it is the Republic.
	return found
}

/**
 * The State (ISO 3166-1 alpha-3) that a table of a depositary names: by its code, or by its name in English, French or Portuguese, in
 * the long forms of the United Nations as well, with the marks of footnotes behind it. Undefined where nobody is called so.
 */
export function countryNamed(text: string): string | undefined {
	const bare = text
		.replaceAll(/[\d*†‡¹²³⁴⁵⁶⁷⁸⁹⁰]+(?:\s*,\s*\d+)*\s*$/gu, '')
		.replaceAll(/\[[^\]]*\]\s*$/g, '')
		.trim()
	if (/^[A-Z]{3}$/.test(bare) && COUNTRIES.includes(bare)) return bare
	known ??= names()
	const name = plain(bare)
	return known.get(name) ?? known.get(name.replace(/^the /, '')) ?? known.get(name.replace(STYLES, ''))
}
