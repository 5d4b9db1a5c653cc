// A number with its stop or brackets, a bullet, or a word that units are called by with its number: what begins a paragraph wherever it stands.
const NUMBERED =
	/^(?:\(\s?(?:\d{1,3}|\p{L}{1,4})\s?\)|(?:\d{1,3}\p{Lu}{0,2}|\d{4}\p{Lu}{0,2}(?=\.)|\p{L}|[ivxlIVXL]{1,6})[.)](?=\s|\(|$)|\d{1,3}(?:\.\d{1,3}){1,4}\.?(?=\s)|§\s?\d|\d{1,3}[°º]|[•●▪◦‣·➢➤✓■□❖\u{E000}-\u{F8FF}*–—-]\s)/u
const NAMED =
	/^(?:(?:first|second|third|fourth|fifth|sixth)\s+schedule\b|(?:part|chapter|title|book|division|article|section|clause|regulation|rule|schedule|annex|appendix|livre|titre|chapitre|sous-section|partie|annexe|livro|t[ií]tulo|cap[ií]tulo|sec[çc][ãa]o|subsec[çc][ãa]o|parte|artigo|anexo|art\.)\s*(?:\d|[ivxlc]+(?:er)?\b|[a-z]\b|premi|primeir|únic|unique|one\b|two\b|three\b|four\b|five\b|$))/iu

/** True for a line that begins a numbered unit or an item of a list. */
export const startsUnit = (line: string): boolean => NUMBERED.test(line) || NAMED.test(line)
