/** What a column of a depositary's table holds. */
export type TableColumn =
	'state' | 'signature' | 'joining' | 'deposit' | 'in-force' | 'denunciation' | 'party' | 'standing' | 'note'

const plain = (header: string) =>
	header
		.normalize('NFKD')
		.replaceAll(/\p{Mark}/gu, '')
		.toLowerCase()
		.replaceAll(/[^\p{Letter}]+/gu, ' ')
		.trim()

// The first that fits: "Signature, Succession to signature(d)" is about signatures, "State party" is no name of a State.
const NAMED: readonly (readonly [TableColumn, RegExp])[] = [
	['party', /^(?:state party|states party|party|is party|etat partie|partie|estado parte|parte)$/],
	['denunciation', /denunciation|denounced|withdrawal|withdrew|denonciation|retrait|denuncia|retirada/],
	['in-force', /entry into force|entree en vigueur|entrada em vigor|date in force|effective date/],
	['deposit', /deposit/],
	['signature', /^(?:date of |date de |data d[ae] )?(?:signature|signed|signatur|assinatura|signe)/],
	[
		'joining',
		/ratifi|accession|acceded|adhesion|adesao|acceptance|acceptation|aceitacao|succession|sucessao|approval|approbation|aprovacao|definitive signature|consent/
	],
	['signature', /signature|assinatura/],
	[
		'state',
		/^(?:participant|participants|country|countries|state|states|member state|member states|member|etat|etats|pays|etat membre|estado|estados|pais|estado membro|no country|name)$/
	],
	['standing', /^(?:status|statut|estado atual|situation|situacao)$/],
	['joining', /^(?:date|data)$/],
	['note', /note|remark|comment|observation|observacao|declaration|reservation/]
]

/** What a header names, in English, French or Portuguese; null for what nobody reads. */
export function columnNamed(header: string): TableColumn | null {
	const name = plain(header)
	return NAMED.find(([, form]) => form.test(name))?.[0] ?? null
}

/** The act that a column of acts of consent is about by its header alone; a suffix behind the date says otherwise. */
export function actOf(header: string) {
	const name = plain(header)
	const acts = [
		['ratified', /ratif/],
		['acceded', /accession|acceded|adhesion|adesao/],
		['succeeded', /succession|sucessao/],
		['accepted', /acceptance|acceptation|aceitacao/],
		['approved', /approval|approbation|aprovacao/],
		['signed-definitively', /definitive signature|signature definitive|assinatura definitiva/]
	] as const
	return acts.find(([, form]) => form.test(name))?.[0] ?? ('ratified' as const)
}
