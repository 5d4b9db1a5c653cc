// Laws and policies invented for tests: the forms in which those of the Commonwealth, of treaties and of French and Portuguese law are written.

/** A statute of the Commonwealth: Parts, headings before the sections, a schedule, a section that puts one into another law. */
export const STATUTE = `GOVERNMENT GAZETTE (INVENTED)
LABOUR MIGRATION BILL, 2031
ARRANGEMENT OF SECTIONS
PART I
PRELIMINARY
1. Short title
2. Interpretation
PART II
RECRUITMENT
3. Licence required
FIRST SCHEDULE: Fees
A BILL
To regulate the recruitment of workers for work abroad, and to provide for connected matters.
ENACTED by the Parliament of Ruritania, as follows—
PART I
PRELIMINARY
Short title
1. This Act may be cited as the Labour Migration Act, 2031.
Interpretation
2. In this Act—
“agency” means any person who recruits workers;
“worker” means a person who is to be engaged in paid work abroad.
PART II
RECRUITMENT
Licence required
3. (1) No person shall carry on the business of an agency without a licence.
(2) An application for a licence shall be accompanied by—
(a) proof of citizenship;
(b) the prescribed fee.
(3) The Board shall decide within sixty days.
3A. A licence lapses after two years.
Amendment of Act 3 of 2009
4. The principal Act is amended by inserting after section 12 the following—
“12A. (1) A worker may complain.
(2) The complaint is free.”
5. There is a Board.
FIRST SCHEDULE
(Section 3)
FEES
1. For a licence: 100.
2. For its renewal: 50.`

/** A treaty: Roman parts, articles, numbered paragraphs, a testimonium. */
export const TREATY = `Protocol on Things, Invented for Tests
The States Parties to this Protocol,
Recalling the Convention,
Have agreed as follows:
I. General provisions
Article 1
Relation with the Convention
1. This Protocol supplements the Convention.
2. The provisions of the Convention shall apply:
(a) mutatis mutandis; and
(b) unless otherwise provided.
II. Protection of victims
Article 2
Assistance
1. Each State Party shall protect the privacy of victims.
2. Article 1 of the Convention applies.
IN WITNESS WHEREOF, the undersigned have signed this Protocol.`

/** A French law: titre, chapitre, section, articles premier to bis. */
export const FRENCH = `PROJET DE LOI (INVENTÉ)
Le présent projet vise la protection des travailleurs.
TITRE PREMIER
DISPOSITIONS GÉNÉRALES
Chapitre Ier – Champ d’application
Section 1 : Objet
Article premier. – La présente loi fixe les règles du recrutement.
Elle s’applique à tous.
Article 2 : Définitions
Au sens de la présente loi, on entend par :
a) « agence » : toute personne qui recrute ;
b) « travailleur » : toute personne employée à l’étranger.
Art. 3. — Le ministre peut :
1° délivrer une licence ;
2° la retirer.
Article 3 bis
Le retrait est motivé.
Chapitre II – Sanctions
Article 4. – Est puni quiconque enfreint l’article 3 de la présente loi.
Fait à Ville, le 3 mai 2031.`

/** A Portuguese law: capítulo, secção, artigo with its heading in brackets. */
export const PORTUGUESE = `PROPOSTA DE LEI (INVENTADA)
A Assembleia decreta, nos termos da Constituição, o seguinte:
CAPÍTULO I
Disposições gerais
SECÇÃO I
Objecto e âmbito
Artigo 1.º
(Objecto)
A presente lei regula o recrutamento de trabalhadores para o estrangeiro.
Artigo 2.º
(Definições)
1. Para efeitos da presente lei, entende-se por:
a) «Agência», a pessoa que recruta;
b) «Trabalhador», a pessoa que trabalha.
2. O disposto no artigo 1.º aplica-se a todos.`

/** A policy: decimal numbers, objectives, bullets, a table of contents with page numbers. */
export const POLICY = `NATIONAL LABOUR MIGRATION POLICY (INVENTED)
Table of Contents
1. Introduction ........ 3
1.1 Background ........ 3
1. Introduction
1.1 Background
Many citizens work abroad.
2. Objectives
The objectives are:
• to protect workers;
• to ease remittances.
2.1 Governance
2.1.1 Establish a centre for departing workers.
2.1.2 Conclude agreements with countries of destination.
3. Strategies
Objective 1: Improve data
a) Collect data every year;
b) Publish them.`
