import { plainly, wordsOf } from './words.ts'
import { isContent } from './plain-words.ts'
import { stemOf, type StemLanguage } from './stems.ts'

/**
 * What a provision is there for. `formal` ones (short title, commencement, interpretation, the power to make regulations, repeal and
 * savings, means and review of a policy) stand in every text in the same words and make no pairs; `definition` ones say what a word means.
 */
export type ProvisionKind = 'formal' | 'definition' | 'matter'

const FORMAL_HEADINGS = [
	/^(?:(?:short|long) )?title(?: and commencement)?$|^citation$|^(?:short title|citation) and commencement|^(?:date of )?commencement$|^coming into (?:force|operation)/,
	/^interpretation$|^definitions?(?: of terms)?$|^application of (?:this )?act$|^act to bind|^abbreviations|^acronyms/,
	/^regulations?$|^power to make regulations|^repeals?(?: and .*)?$|^savings?$|^transitional|^amendment of schedule/,
	/^(?:funding|resources|resource mobili[sz]ation|monitoring|review|monitoring (?:and|,)? ?(?:evaluation|review).*)$/,
	/^titre(?: abrege)?(?: et entree en vigueur)?$|^entree en vigueur|^definitions?$|^decrets?$|^abrogation|^suivi(?: et evaluation)?$|^dispositions (?:transitoires|finales)/,
	/^titulo(?: e entrada em vigor)?$|^entrada em vigor|^definicoes$|^regulamentacao$|^revogacao|^monitoria(?: e avaliacao)?$|^disposicoes (?:transitorias|finais)/
]

const FORMAL_TEXTS = [
	/^this (?:act|policy|law|document|strategy|bill)[^.]{0,80}(?:may be cited as|is the|shall be known as)/,
	/^this (?:act|policy|law|strategy) (?:takes effect|comes into|shall come into)/,
	/^in this (?:act|policy|law|part|strategy),? (?:unless|words)/,
	/^the minister may,? (?:by notice|by statutory instrument|in consultation|make regulations)[^.]{0,120}(?:regulations|for (?:the )?better)/,
	/^the [^.;]{3,80} act[^.;]{0,40} is (?:hereby )?repealed/,
	/^(?:la presente (?:loi|politique)|le present (?:decret|texte)) entre en vigueur/,
	/^a presente (?:lei|politica) entra em vigor/
]

// Several definitions may stand in one provision: `"child" means …; "employer" means …`.
const DEFINED =
	/["“«‘']\s*([^"”»’']{2,60}?)\s*["”»’'](?:[^"“«.;]{0,60}?)\s(?:means|includes|has the meaning|refers to|désigne|s['’]entend|une? |le |la |o |a |um |uma |quem |quiconque )/giu

// Where the quotation marks were lost, as italics are in a plain text: *child means …* at the beginning.
const DEFINED_BARE =
	/^\s*(?:\([a-z]{1,3}\)\s*)?(?!(?:this|that|it|which|these|such|what|section|nothing)\b)((?:[\p{L}-]+\s){1,5}?)(?:means|has the meaning|désigne|s['’]entend d|significa)\b/iu

const SAID = /means|includes|has the meaning|refers to|entend|désigne|entende-se|significa/iu

// The *Committee* of one law is not that of another, though each defines it.
const officesOf = (words: string, language: StemLanguage) =>
	new Set(words.split(' ').map((word) => stemOf(word, language)))
const OFFICES: Record<StemLanguage, ReadonlySet<string>> = {
	en: officesOf(
		'committee council board director commissioner commission secretary fund authority court tribunal department officer registrar inspector inspectorate secretariat',
		'en'
	),
	fr: officesOf(
		'comite conseil directeur commissaire commission secretaire fonds autorite tribunal departement agent inspecteur',
		'fr'
	),
	pt: officesOf(
		'comite conselho director diretor comissario comissao secretario fundo autoridade tribunal departamento agente inspector',
		'pt'
	),
	simple: new Set()
}

const bare = (text: string) =>
	wordsOf(text)
		.map((word) => word.plain)
		.join(' ')

const isDefinition = (text: string) => SAID.test(text) && (text.search(DEFINED) >= 0 || DEFINED_BARE.test(text))

/** The terms that a provision defines, each as the stems of its words, in the language of the text. */
export function definedTerms(text: string, language: StemLanguage): string[] {
	if (!SAID.test(text)) return []
	const quoted = [...text.matchAll(DEFINED)]
	const bareTerm = DEFINED_BARE.exec(text)
	return (quoted.length > 0 || !bareTerm ? quoted : [bareTerm]).flatMap(([, term]) => {
		const stems = wordsOf(term ?? '')
			.filter((word) => isContent(word.plain, language) || word.plain === 'person')
			.map((word) => stemOf(word.plain, language))
		return stems.some((stem) => !OFFICES[language].has(stem)) ? [stems.join(' ')] : []
	})
}

/** What a provision is there for, told by its heading and first words. */
export function kindOfProvision(provision: { heading?: string | null; text: string }): ProvisionKind {
	if (isDefinition(provision.text)) return 'definition'
	const heading = bare(provision.heading ?? '')
	if (heading !== '' && FORMAL_HEADINGS.some((one) => one.test(heading)) && provision.text.length < 600) return 'formal'
	const start = plainly(provision.text.slice(0, 300)).trim()
	return FORMAL_TEXTS.some((one) => one.test(start)) ? 'formal' : 'matter'
}
