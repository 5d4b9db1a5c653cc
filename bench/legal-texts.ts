/** A text of law or policy that nobody wrote, for measuring: `provisions` in the order of the text. */
export type LegalText = {
	key: string
	title: string
	language: 'en'
	provisions: { number: string; heading: string; text: string }[]
}

const list = (words: string) => words.trim().split(/\s*[,\n]\s*/)

const MATTERS =
	list(`work permits, residence permits, private employment agencies, victims of trafficking, unaccompanied children, labour attachés, remittances,
	border posts, travel documents, asylum seekers, detention of foreigners, voluntary return, reintegration of returnees, diaspora bonds, skills recognition,
	seasonal workers, domestic workers, foreign investors, students from abroad, family reunification, carriers of passengers, smuggling of migrants, birth registration,
	stateless persons, internally displaced families, resettlement of communities, pension contributions, occupational injuries, maternity benefits, survivors' pensions,
	primary schools, vocational colleges, teachers' housing, district hospitals, community nurses, tuberculosis screening, essential medicines, health insurance, food safety,
	water catchments, irrigation schemes, wetlands, game parks, fisheries, forest concessions, mining claims, quarry dust, mine rehabilitation, fuel storage, electricity tariffs,
	rural electrification, solar equipment, road safety, driving licences, freight vehicles, railway crossings, aerodromes, postal services, spectrum licences, data protection,
	computer crime, electronic signatures, banking supervision, mobile money, microfinance, insurance brokers, securities exchange, insolvency, company registration, partnerships,
	cooperative societies, trade marks, patents, standards of measurement, consumer credit, price control, competition, public procurement, audit of accounts, customs valuation,
	excise stamps, value added tax, income tax returns, property rates, land tenure, deeds registration, town planning, building standards, squatter settlements, solid waste,
	hazardous chemicals, air quality, seeds and fertilizers, livestock brands, veterinary controls, plant quarantine, meat inspection, dairy hygiene, cotton levies, tobacco auctions,
	marriage registration, guardianship, adoption of children, inheritance, domestic violence, maintenance orders, juvenile offenders, prisons, parole, extradition, witness protection,
	money laundering, corruption, firearms, private security, public order, elections, political parties, local councils, traditional leaders, citizenship, national archives,
	museums, broadcasting, newspapers, libraries, sports bodies, lotteries, liquor outlets, hotels, tour operators, disaster relief, fire services, meteorology, statistics, census`)
const OFFICES =
	list(`the Director, the Registrar, the Commissioner, the Board, the Authority, the Secretary, the Inspectorate, the Council, the district officer, the Agency, the Tribunal,
	the Commission, an authorised officer, the Committee, the local authority`)
const DUTIES = list(
	`issue, refuse, renew, suspend, inspect, register, publish, collect, assess, approve, monitor, investigate, supervise, examine, certify, record, review, notify, enforce, finance`
)
const OBJECTS =
	list(`applications, licences, returns, certificates, premises, fees, plans, reports, accounts, complaints, samples, agreements, exemptions, directories, guidelines, maps,
	surveys, tariffs, forms, ledgers, contracts, rosters, minutes, tenders, quotas, permits, notices, vouchers, deposits, guarantees`)
const QUALITIES = list(
	`annual, provisional, confidential, regional, quarterly, written, certified, temporary, emergency, public, consolidated, independent, electronic, preliminary, special`
)
const GROUPS =
	list(`women, young people, rural households, small enterprises, employers, trade unions, persons with disabilities, elderly citizens, traders, farmers, patients, tenants, learners,
	vehicle owners, exporters, contractors, shareholders, witnesses, parents, fishermen`)
const GROUNDS =
	list(`where false particulars were given, if the fee remains unpaid, after hearing the holder, in the interest of public safety, to prevent an epidemic, when the site is abandoned,
	subject to an appeal to the High Court, within sixty days of the application, on the advice of an expert panel, having regard to international practice, with the consent of the owner,
	after consultation in the district, unless the Treasury objects, for reasons given in writing, at intervals of not more than two years`)
const FORMAL = [
	[
		'Short title',
		'This Act may be cited as the Act and shall come into operation on a date fixed by the Minister by notice in the Gazette.'
	],
	[
		'Interpretation',
		'In this Act, unless the context otherwise requires, words and expressions have the meanings assigned to them in this Part.'
	],
	['Regulations', 'The Minister may by notice in the Gazette make regulations for the better carrying out of this Act.']
] as const
const PENALTY =
	'Any person who contravenes this section commits an offence and shall be liable on conviction to a fine not exceeding level ten or to imprisonment for a period not exceeding five years or to both.'
const SYLLABLES = list('ka, ndo, ra, mbi, lo, tshe, vu, na, zi, mo, pe, lu, sha, go, ti, ru, we, ba, hle, ny')

/** Numbers from 0 to below 1 that follow from a seed (mulberry32). */
export function seeded(seed: number): () => number {
	let state = seed >>> 0
	return () => {
		state = (state + 0x6d2b79f5) >>> 0
		let mixed = Math.imul(state ^ (state >>> 15), state | 1)
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
	}
}

/** Texts of law in plausible sentences, the same for the same seed. Their vocabulary grows with their number, as that of real ones does. */
export function legalTexts({
	texts,
	provisions,
	seed
}: {
	texts: number
	provisions: number
	seed: number
}): LegalText[] {
	const random = seeded(seed)
	const one = (words: readonly string[]) => words[Math.floor(random() * words.length)] ?? ''
	const place = () => {
		const name = Array.from({ length: 2 + Math.floor(random() * 3) }, () => one(SYLLABLES)).join('')
		return `${name.charAt(0).toUpperCase()}${name.slice(1)}`
	}
	const sentence = (matter: string) =>
		one([
			`${one(OFFICES)} shall ${one(DUTIES)} ${one(QUALITIES)} ${one(OBJECTS)} concerning ${matter} ${one(GROUNDS)}.`,
			`No person shall deal in ${matter} without ${one(QUALITIES)} ${one(OBJECTS)} that ${one(OFFICES)} may ${one(DUTIES)} ${one(GROUNDS)}.`,
			`${one(GROUPS)} in ${place()} are entitled to ${one(OBJECTS)} on ${matter} ${one(GROUNDS)}.`,
			`${one(OFFICES)} may ${one(DUTIES)} ${one(OBJECTS)} of ${one(GROUPS)} and ${one(DUTIES)} ${matter} in ${place()} ${one(GROUNDS)}.`,
			`${matter} are financed from ${one(OBJECTS)} which ${one(GROUPS)} and ${one(GROUPS)} ${one(DUTIES)} ${one(GROUNDS)}.`
		])
	const provision = (number: number, matters: readonly string[]) => {
		const matter = one(matters)
		const sentences = Array.from({ length: 2 + Math.floor(random() * 3) }, () =>
			sentence(random() < 0.8 ? matter : one(MATTERS))
		)
		if (random() < 0.15) sentences.push(PENALTY)
		const text = sentences.map((words) => `${words.charAt(0).toUpperCase()}${words.slice(1)}`).join(' ')
		return { number: `${number}`, heading: `${one(QUALITIES)} ${one(OBJECTS)}: ${matter}`, text }
	}
	const each = Math.max(1, Math.round(provisions / texts))
	return Array.from({ length: texts }, (_, text) => {
		const matters = Array.from({ length: 8 }, () => one(MATTERS))
		const own = Array.from({ length: each }, (_, at) => {
			const formal = FORMAL[at]
			return formal ? { number: `${at + 1}`, heading: formal[0], text: formal[1] } : provision(at + 1, matters)
		})
		return {
			key: `invented-${text + 1}`,
			title: `Invented text ${text + 1} on ${matters[0] ?? ''}`,
			language: 'en',
			provisions: own
		}
	})
}
