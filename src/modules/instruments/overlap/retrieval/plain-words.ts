import { stemOf, type StemLanguage } from './stems.ts'

// Words that tell nothing of the matter: those every language has in every sentence, and those every law has in every section.
const ENGLISH = `a an and any are as at be been being both but by can could did do does each either else every few for from had has have he her
	here hers him his how i if in into is it its itself may me more most must my neither no nor not of off on once one only or other others our out over
	own same shall she should so some such than that the their theirs them then there these they this those through to too under unless until up upon very was
	we were what when where whether which while who whom whose why will with within without would yet you your also
	accordance according act acts aforesaid applicable apply applies article articles bill case cases chapter clause conferred contained context
	deemed expression expressions fixed force gazette hereby herein hereinafter hereof heretofore implementation law laws mean meaning means minister ministers
	ministry notice notwithstanding order otherwise paragraph paragraphs part parts person persons policy prescribed provided provision provisions provisos
	pursuant purpose purposes referred regulation regulations relation requires respect respective save schedule section sections specified
	stated subject subparagraph subsection subsections thereof thereto therein thereunder title version whereas wherever whoever regard
	including include includes ensure ensured necessary well appropriate relevant etc anyone someone everyone anything nothing another`
const FRENCH = `a au aux avec ce ces cet cette celui celle ceux celles comme d dans de des du elle elles en est et etre eux il ils j je l la le les leur
	leurs lors lui m mais meme n ne ni non nos notre nous on ou par pas plus pour qu que quel quelle qui quiconque s sa sans se selon ses si son sont sous sur t
	tout toute toutes tous un une vers vos votre vous y ont peut peuvent doit doivent sera seront soit afin ainsi aussi autre autres entre ete etant cas dont
	alinea arrete article articles chapitre conformement decret disposition dispositions entend fins journal officiel loi lois matiere ministere ministre
	ministres mesures necessaires paragraphe politique present presente presentes presents prevu prevue relatif relative section titre vertu vigueur application`
const PORTUGUESE = `a ao aos as com como da das de dele dela deles desde do dos e ela elas ele eles em entre era essa esse esta este estes estas eu foi ha isso isto
	ja la lhe lhes mais mas me mesmo na nas nao nem no nos nossa nosso num numa o os ou para pela pelas pelo pelos por qual quando que quem se sem ser sera serao
	seu seus so sua suas tambem tem toda todas todo todos um uma umas uns cada deve devem pode podem sao sejam seja qualquer nenhum nenhuma
	alinea aplicacao artigo artigos boletim capitulo caso casos decreto diploma disposicao disposicoes efeitos entende execucao fins lei leis
	medidas ministerio ministro ministros necessarias necessarios numero paragrafo politica presente presentes previsto republica respectivo regulamento regulamentos
	seccao secao termos titulo vigor`

// Words of the matter that half of all laws and policies use: penalties, offices, the verbs of policies. They count, a little.
const WEAK_ENGLISH = `offence offences guilty liable conviction convicted fine fines imprisonment imprisoned exceeding level penalty penalties punish punished
	commits committed commit contravenes fails failing failure period years year months month days day hours date time term terms
	committee council board director commissioner secretariat ministries government governments state states country countries nation national nationally republic
	authority authorities officer officers office offices agency agencies body bodies member members public institution institutions department
	develop development developed establish establishes established establishment strengthen strengthened support supported promote promoted promotion provide provides provision
	programme programmes plan plans strategy strategies framework measures activities activity system systems services service coordinate coordinates
	coordination implement implemented stakeholders partners national level areas number sum two three five ten thirty make makes made take takes taken give gives given
	keep keeps kept use used condition conditions right rights required require
	grant granted grants agreement agreements people place places need needed done first second new abroad lawful lawfully unlawful unlawfully
	hold holder holds issue issued reasons writing approved report reports`
const WEAK_FRENCH = `puni punie amende emprisonnement peine infraction ans annee annees mois jours jour delai date comite conseil gouvernement etat etats pays national
	nationale nationaux autorite autorites agent agents organisme organismes institution programme programmes plan plans strategie cadre systeme service services
	developpement mise oeuvre etablir etabli renforcer appuyer promouvoir coordonne coordination parties prenantes deux trois cinq dix trente personne personnes droit droits
	condition conditions etranger accord accords`
const WEAK_PORTUGUESE = `punido punida multa prisao pena infraccao crime anos ano meses mes dias dia prazo data comite conselho governo estado estados pais paises nacional
	nacionais autoridade autoridades agente agentes organismo instituicao programa programas plano planos estrategia quadro sistema servico servicos
	desenvolvimento estabelecer estabelecido reforcar apoiar promover coordena coordenacao parceiros dois tres cinco dez trinta pessoa pessoas direito direitos condicao
	condicoes estrangeiro acordo acordos`

const asSet = (words: string) => new Set(words.split(/\s+/))
const STOP: Record<StemLanguage, ReadonlySet<string>> = {
	en: asSet(ENGLISH),
	fr: asSet(FRENCH),
	pt: asSet(PORTUGUESE),
	simple: new Set()
}

const stems = (words: string, language: StemLanguage) =>
	new Set(words.split(/\s+/).map((word) => stemOf(word, language)))
const WEAK: Record<StemLanguage, ReadonlySet<string>> = {
	en: stems(WEAK_ENGLISH, 'en'),
	fr: stems(WEAK_FRENCH, 'fr'),
	pt: stems(WEAK_PORTUGUESE, 'pt'),
	simple: new Set()
}

const WEAKNESS = 0.5

/** Whether a plain word tells something of the matter: no number, no single letter, none of the words of every sentence or law. */
export const isContent = (plain: string, language: StemLanguage): boolean =>
	plain.length > 1 && !/^\d+$/.test(plain) && !STOP[language].has(plain)

/** Whether laws and policies say a stem whatever their matter. */
export const isWeak = (stem: string, language: StemLanguage): boolean => WEAK[language].has(stem)

/** How much a stem counts beside its rarity: less than 1 for what laws and policies say whatever their matter. */
export const weightOfStem = (stem: string, language: StemLanguage): number => (isWeak(stem, language) ? WEAKNESS : 1)
