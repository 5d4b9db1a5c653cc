/** For the tests: a register with something for every circle of readers, and persons who are counted and never named. */
export const visitsRegister = (version = 1, reports = '') => `
register: visit
version: ${String(version)}
code: VST
names: { en: { one: Visit, many: Visits }, fr: { one: Visite, many: Visites }, pt: { one: Visita, many: Visitas } }
about: { en: For the tests. }
title: name
added: [keepers]
changed: [keepers]
lists:
  - key: kinds
    names: { en: Kinds }
    codes: [{ key: one, names: { en: One } }, { key: two, names: { en: Two } }, { key: three, names: { en: Three } }]
  - key: sex
    names: { en: Sex }
    codes: [{ key: female, names: { en: Female } }, { key: male, names: { en: Male } }]
groups:
  - { key: keepers, names: { en: Keepers }, roles: [administrator, secretariat] }
  - { key: admins, names: { en: Administrators }, roles: [administrator] }
fields:
  - { key: name, type: text, names: { en: Name }, required: true, public: true }
  - { key: host, type: actor, names: { en: Host }, filtered: true, public: true }
  - { key: kind, type: one-of, codes: { list: kinds }, names: { en: Kind }, filtered: true, public: true }
  - { key: day, type: date, names: { en: Day }, filtered: true, public: true }
  - { key: cost, type: money, currency: USD, names: { en: Cost }, filtered: true }
  - { key: note, type: one-of, codes: { list: kinds }, names: { en: Note }, filtered: true, seen: keepers }
  - { key: secret, type: whole-number, names: { en: Secret }, filtered: true, seen: admins }
  - { key: people, type: formula, formula: count(persons), digits: 0, tells: [persons], public: true, names: { en: People } }
  - { key: women, type: formula, formula: 'count(persons, sex = "female")', digits: 0, tells: [persons], public: true, names: { en: Women } }
  - { key: contact, type: text, personal: true, names: { en: Contact } }
tables:
  - key: persons
    names: { en: Persons }
    row: { en: Person }
    seen: keepers
    fields:
      - { key: person, type: text, personal: true, names: { en: Person } }
      - { key: sex, type: one-of, codes: { list: sex }, names: { en: Sex } }
states:
  - { key: inside, names: { en: Inside } }
  - { key: shown, public: true, end: true, names: { en: Shown } }
moves:
  - { key: show, names: { en: Show }, from: [inside], to: shown, by: [keepers] }
headlines:
  - { key: all, names: { en: All visits } }
  - { key: cost, names: { en: Cost }, sum: cost }
  - { key: people, names: { en: People }, sum: people }
  - { key: women, names: { en: Women }, sum: women }
charts:
  - { key: kind, names: { en: By kind }, by: kind }
${reports}`

/** A report of it as its template lays it out; whatever a test is about stands in place of the rest. */
export const visitsReport = (more: Record<string, unknown> = {}) => ({
	key: 'yearly',
	names: { en: 'Visits of the year', fr: 'Visites de l’année' },
	period: 'year' as const,
	day: 'day',
	compare: ['before' as const],
	audience: 'workspace' as const,
	blocks: [
		{
			block: 'text' as const,
			key: 'summary',
			text: { en: 'In {period}, {figure.all} visits; {before.all} the year before ({change.all}).' },
			complete: 'may' as const
		},
		{
			block: 'figures' as const,
			key: 'figures',
			figures: [
				{ headline: 'all' },
				{ key: 'ones', names: { en: 'Of the first kind' }, where: { kind: ['one'] } },
				{ headline: 'people' },
				{ headline: 'women' }
			]
		},
		{ block: 'chart' as const, key: 'by-kind', chart: 'kind' },
		{ block: 'cross' as const, key: 'cross', rows: 'kind', columns: 'state' },
		{ block: 'list' as const, key: 'list', columns: ['kind', 'day', 'people'], sort: '-day', most: 50 }
	],
	...more
})
