import { join } from 'node:path'
import { expect, test } from 'vitest'
import { directoryTables } from './reference.ts'
import { readReference } from './reference-folder.ts'
import { directoryColumns, type DirectorySheet, type DirectoryTables } from './reference-sheets.ts'
import {
	ACTOR_KINDS,
	ACTOR_STATUSES,
	DECLARED_STATUSES,
	LEVELS,
	MEMBERSHIP_KINDS,
	MEMBERSHIP_ROLES,
	STRUCTURE_KINDS
} from './rules.ts'
import { demonstrationSeats, getReferenceWorkspace, referenceWorkspaces } from './reference-workspaces.ts'

const { facts, maps } = await readReference(join(import.meta.dirname, '../../../reference'))
const workspaces = referenceWorkspaces(maps)
const tables = new Map(workspaces.map(({ key }) => [key, directoryTables(facts, maps, key)]))

/** The closed sets a cell of the directory may hold. */
const closedSets: Record<string, readonly string[]> = {
	'actor.kind': ACTOR_KINDS,
	'actor.status': ACTOR_STATUSES,
	'structure.kind': STRUCTURE_KINDS,
	'structure.declared_status': DECLARED_STATUSES,
	'structure.level': LEVELS,
	'membership.kind': MEMBERSHIP_KINDS,
	'membership.role': MEMBERSHIP_ROLES,
	'crosswalk.relation': ['same-as', 'broader-than', 'related-to']
}

const counts = (key: string) =>
	Object.fromEntries(Object.entries(tablesOf(key)).map(([sheet, { rows }]) => [sheet, rows.length]))

function tablesOf(key: string): DirectoryTables {
	const found = tables.get(key)
	if (!found) throw new Error(key)
	return found
}

function records(key: string, sheet: DirectorySheet): Record<string, string>[] {
	const { columns, rows } = tablesOf(key)[sheet]
	return rows.map((row) => Object.fromEntries(columns.map((column, at) => [column, row[at] ?? ''])))
}

function column(key: string, sheet: DirectorySheet, name: string): string[] {
	return records(key, sheet).map((row) => row[name] ?? '')
}

const everyWorkspace = workspaces.map(({ key }) => key)

test('the reference builds Zimbabwe, Lesotho and the regional dialogue', () => {
	expect(everyWorkspace).toEqual(['zwe', 'lso', 'sadc'])
})

test('each workspace holds its own facts and no more', () => {
	expect(counts('zwe')).toMatchObject({ structure: 26, membership: 83, mandate: 76, area_lead: 14, nomination: 0 })
	expect(counts('lso')).toMatchObject({ structure: 4, membership: 7, mandate: 13, area_lead: 0, nomination: 0 })
	expect(counts('sadc')).toMatchObject({ structure: 4, membership: 21, mandate: 8, area_lead: 0, nomination: 0 })
})

test.each(everyWorkspace)('every sheet of %s has the columns of the directory and rows as wide', (key) => {
	for (const [sheet, columns] of Object.entries(directoryColumns)) {
		const table = Object.entries(tablesOf(key)).find(([name]) => name === sheet)?.[1]
		expect(table?.columns).toEqual(columns)
		for (const row of table?.rows ?? []) expect(row).toHaveLength(columns.length)
	}
})

test.each(everyWorkspace)('in %s a cell of a closed set holds a word of that set', (key) => {
	for (const [place, words] of Object.entries(closedSets)) {
		const [sheet, name] = place.split('.')
		const found = Object.keys(directoryColumns).find((each): each is DirectorySheet => each === sheet)
		if (!found || !name) throw new Error(place)
		expect(words, place).toEqual(expect.arrayContaining([...new Set(column(key, found, name))]))
	}
})

test.each(everyWorkspace)('in %s keys are kebab-case and stand once', (key) => {
	for (const sheet of ['actor', 'structure', 'framework', 'area'] as const) {
		const keys = column(key, sheet, 'key')
		expect(new Set(keys).size, sheet).toBe(keys.length)
		for (const each of keys) expect(each).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/)
	}
})

test.each(everyWorkspace)('in %s no fact stands twice', (key) => {
	const identities = {
		membership: ['structure', 'actor'],
		mandate: ['structure', 'position'],
		area: ['framework', 'position'],
		area_lead: ['area', 'actor'],
		structure_area: ['structure', 'area'],
		crosswalk: ['area', 'other_area']
	} as const
	for (const [sheet, columns] of Object.entries(identities)) {
		const found = Object.keys(directoryColumns).find((each): each is DirectorySheet => each === sheet)
		if (!found) throw new Error(sheet)
		const facts = records(key, found).map((row) => columns.map((name) => row[name]).join(' '))
		expect(new Set(facts).size, sheet).toBe(facts.length)
	}
})

test.each(everyWorkspace)('every key that a row of %s points to is loaded with it', (key) => {
	const actors = ['', ...column(key, 'actor', 'key')]
	const structures = ['', ...column(key, 'structure', 'key')]
	const areas = ['', ...column(key, 'area', 'key')]
	const frameworks = ['', ...column(key, 'framework', 'key')]
	const pointers: [DirectorySheet, string[], string[]][] = [
		['actor', ['parent'], actors],
		['structure', ['chair', 'host', 'secretariat_actor', 'as_actor'], actors],
		['structure', ['secretariat', 'parent'], structures],
		['membership', ['actor'], actors],
		['membership', ['structure'], structures],
		['mandate', ['structure'], structures],
		['mandate', ['function', 'area'], areas],
		['framework', ['issuer'], actors],
		['area', ['framework'], frameworks],
		['crosswalk', ['area', 'other_area'], areas],
		['area_lead', ['area'], areas],
		['area_lead', ['actor'], actors],
		['structure_area', ['structure'], structures],
		['structure_area', ['area'], areas]
	]
	for (const [sheet, names, known] of pointers)
		for (const name of names)
			expect(known, `${sheet}.${name}`).toEqual(expect.arrayContaining(column(key, sheet, name)))
})

test.each(everyWorkspace)('every fact of %s says where it comes from', (key) => {
	for (const sheet of Object.keys(directoryColumns).filter((each): each is DirectorySheet => each !== 'nomination')) {
		for (const row of records(key, sheet)) {
			expect(row.origin).toBe('reference')
			expect(row.source, JSON.stringify(row)).not.toBe('')
			expect(row.source_year).toMatch(/^(\d{4})?$/)
		}
	}
})

test.each(everyWorkspace)('no actor and no structure of %s is its own ancestor', (key) => {
	for (const sheet of ['actor', 'structure'] as const) {
		const parents = new Map(records(key, sheet).map((row) => [row.key, row.parent]))
		for (const start of parents.keys()) {
			const seen = new Set<string>()
			for (let at = start; at; at = parents.get(at)) {
				expect(seen, `${sheet} ${start}`).not.toContain(at)
				seen.add(at)
			}
		}
	}
})

test.each(everyWorkspace)('the frameworks of %s count their areas, which stand in order from one', (key) => {
	for (const framework of records(key, 'framework')) {
		const areas = records(key, 'area').filter((area) => area.framework === framework.key)
		expect(areas.map((area) => Number(area.position))).toEqual(areas.map((_, index) => index + 1))
		expect(Number(framework.area_count)).toBe(areas.length)
		expect(areas.every((area) => area.name)).toBe(true)
	}
})

test.each(everyWorkspace)('the chair of a structure of %s is the member with that role', (key) => {
	const chairs = records(key, 'membership')
		.filter(({ role }) => role === 'chair')
		.map(({ structure, actor }) => `${structure} ${actor}`)
	const named = records(key, 'structure').filter(({ chair }) => chair)
	expect(named.map((row) => `${row.key} ${row.chair}`).sort()).toEqual(chairs.sort())
})

test('the tree of Zimbabwe is that of Figure 4', () => {
	const parents = new Map(records('zwe', 'structure').map((row) => [row.key, row.parent]))
	expect(parents.get('zwe-sprc')).toBe('')
	expect(parents.get('zwe-imcm')).toBe('zwe-sprc')
	const below = [...parents].filter(([, parent]) => parent === 'zwe-imcm').map(([key]) => key)
	expect(below.join(' ')).toBe(
		'zwe-nmcd zwe-atimc zwe-avr-imc zwe-stats-committee zwe-imm-twg zwe-lm-twg zwe-health-imc ' +
			'zwe-xb-zaf-beitbridge zwe-xb-zaf-health zwe-xb-bwa zwe-xb-moz zwe-xb-zmb-chirundu zwe-imcm-subcommittees'
	)
	expect(parents.get('zwe-tip-secretariat')).toBe('zwe-atimc')
})

test('the places of non-State actors in the proposed set-up of Zimbabwe come through', () => {
	const nonState = new Set(
		records('zwe', 'actor')
			.filter(({ kind = '' }) =>
				['civil-society-organization', 'trade-union', 'media', 'private-sector'].includes(kind)
			)
			.map(({ key }) => key)
	)
	const places = records('zwe', 'membership').filter(({ actor }) => nonState.has(actor ?? ''))
	expect(new Set(places.map(({ kind }) => kind))).toEqual(new Set(['recommended', 'invited', 'co-opted']))
	expect(new Set(places.map(({ structure }) => structure))).toEqual(
		new Set(['zwe-imcm', 'zwe-atimc', 'zwe-imm-twg', 'zwe-lm-wg', 'zwe-diaspora-directorate'])
	)
})

test('a source is cited by title, year and place', () => {
	const imcm = records('zwe', 'structure').find(({ key }) => key === 'zwe-imcm')
	expect(imcm?.source).toBe(
		'Technical Needs and Capacity Assessment for Migration Governance in Zimbabwe (2018), 3.1.6.1'
	)
	expect(imcm?.source_year).toBe('2018')
})

test('the facts of the undated Lesotho slides have no year', () => {
	const ncc = records('lso', 'structure').find(({ key }) => key === 'lso-ncc')
	expect(ncc?.source).toContain('(undated)')
	expect(ncc?.source_year).toBe('')
})

test('only the police and the immigration departments carry the enforcement mark, noted as added', () => {
	const marked = (key: string) => records(key, 'actor').filter(({ enforcement }) => enforcement !== '')
	expect(marked('zwe').map(({ key }) => key)).toEqual(['zwe-doi', 'zwe-zrp'])
	expect(marked('lso').map(({ key }) => key)).toEqual(['lso-immigration'])
	expect(marked('sadc').map(({ key }) => key)).toEqual(['zwe-zrp'])
	for (const key of everyWorkspace)
		for (const { note, kind = '' } of marked(key)) {
			expect(note).toContain('Enforcement mark added:')
			expect(['police', 'department']).toContain(kind)
		}
})

test.each(everyWorkspace)('every police body of %s carries the enforcement mark', (key) => {
	const police = records(key, 'actor').filter(({ kind }) => kind === 'police')
	for (const { enforcement } of police) expect(enforcement).toBe('yes')
})

test('a workspace does not get the frameworks of another country', () => {
	expect(column('lso', 'framework', 'key')).not.toContain('zwe-table-2')
	expect(column('sadc', 'framework', 'key').filter((key) => /^(zwe|lso)-/.test(key))).toEqual([])
	expect(column('zwe', 'framework', 'key')).not.toContain('gha-priorities')
})

test('a workspace does not get the actors of another that nobody points to', () => {
	expect(column('zwe', 'actor', 'key')).toEqual(expect.arrayContaining(['zaf-government', 'bwa-government', 'ilo']))
	expect(column('zwe', 'actor', 'key').filter((key) => key.startsWith('lso-') || key === 'mwi-government')).toEqual([])
	expect(column('lso', 'actor', 'key').filter((key) => key.startsWith('zwe-'))).toEqual([])
})

test.each(everyWorkspace)('the secretariat and the default framework of %s are loaded', (key) => {
	const workspace = getReferenceWorkspace(maps, key)
	expect(column(key, 'actor', 'key')).toContain(workspace.secretariat_actor)
	expect(column(key, 'structure', 'key')).toContain(workspace.secretariat_structure)
	expect(column(key, 'framework', 'key')).toContain(workspace.default_framework)
	expect(Intl.supportedValuesOf('timeZone')).toContain(workspace.time_zone)
	expect(workspace.languages).toContain(workspace.first_language)
})

test.each(everyWorkspace)('a demonstration of %s offers all its seats, each for a loaded actor', (key) => {
	const seats = demonstrationSeats(maps, key)
	expect(seats.map(({ seat, role }) => [seat, role])).toEqual([
		['secretariat', 'secretariat'],
		['permanent-secretary', 'member'],
		['focal-point', 'member'],
		['statistician', 'statistician'],
		['caseworker', 'caseworker'],
		['police', 'member'],
		['observer', 'observer'],
		['administrator', 'administrator'],
		['second-administrator', 'administrator']
	])
	expect(column(key, 'actor', 'key')).toEqual(expect.arrayContaining(seats.map(({ actor }) => actor)))
})

test.each(everyWorkspace)('in %s the police seat is of a marked actor and the caseworker never is', (key) => {
	const marked = new Set(
		records(key, 'actor')
			.filter(({ enforcement }) => enforcement)
			.map((row) => row.key ?? '')
	)
	for (const { seat, actor } of demonstrationSeats(maps, key)) {
		if (seat === 'police') expect(marked).toContain(actor)
		if (seat === 'caseworker') expect(marked).not.toContain(actor)
	}
})

test('an unknown workspace is a fault that names it', () => {
	expect(() => directoryTables(facts, maps, 'bwa')).toThrow(/no workspace with the key bwa/)
})
