import type { StemLanguage } from './stems.ts'

// Phrases that stand in laws whatever their matter: penalties, the founding of bodies, the way in which something is made known.
// They are passed over when provisions are compared, so that two sections do not pair by the penalty they share.
const PHRASES: Record<StemLanguage, readonly RegExp[]> = {
	en: [
		/\b(?:commits|shall be guilty of|is guilty of) an offence(?: and)?(?: (?:is|shall be) liable[^.;]*)?/giu,
		/\b(?:is|shall be) liable (?:on|upon) (?:summary )?conviction[^.;]*/giu,
		/\bto (?:a fine|imprisonment)[^.;]*\bor to both(?: such fine and(?: such)? imprisonment)?/giu,
		/\bthere (?:is|shall be) (?:hereby )?(?:established|constituted)\b/giu,
		/\bby (?:statutory instrument|notice|order|regulation)s?(?: published)? in the (?:government )?gazette\b/giu,
		/\bin consultation with the minister[^,.;]*/giu
	],
	fr: [
		/\best puni[es]*(?: d['’]une?| de)?[^.;]*(?:emprisonnement|amende|réclusion)[^.;]*/giu,
		/\bil est (?:créé|institué)\b/giu,
		/\bpar arrêté du ministre[^.;,]*/giu
	],
	pt: [
		/\bé punid[oa]s? com[^.;]*(?:prisão|multa|pena)[^.;]*/giu,
		/\bé (?:criad|instituíd)[oa]\b/giu,
		/\bpor (?:diploma|despacho) do ministro[^.;,]*/giu
	],
	simple: []
}

/** A text without the phrases that tell nothing of its matter; what else it says stands where it stood. */
export const withoutStandingPhrases = (text: string, language: StemLanguage): string =>
	PHRASES[language].reduce((left, phrase) => left.replace(phrase, (found) => ' '.repeat(found.length)), text)
